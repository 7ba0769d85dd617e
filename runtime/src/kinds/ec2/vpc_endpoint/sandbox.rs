//! VPC endpoints in the sandbox.

use super::super::sandbox::EC2;
use super::VpcEndpoint;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for VpcEndpoint {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("vpce-{hex}");
}
