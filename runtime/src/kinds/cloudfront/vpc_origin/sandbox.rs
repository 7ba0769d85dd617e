//! VPC origins in the sandbox.

use super::super::sandbox::CLOUDFRONT;
use super::VpcOrigin;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for VpcOrigin {
    const SIMULATED: Simulated = Simulated::plain(&CLOUDFRONT).id("vo_{hex}");
}
