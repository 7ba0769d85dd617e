//! Access points in the sandbox.

use super::super::sandbox::EFS;
use super::AccessPoint;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for AccessPoint {
    const SIMULATED: Simulated = Simulated::plain(&EFS)
        .id("fsap-{hex}")
        .arn("arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}");
}
