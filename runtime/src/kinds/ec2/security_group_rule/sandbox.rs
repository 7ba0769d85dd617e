//! Rules of security groups in the sandbox.

use super::super::sandbox::EC2;
use super::SecurityGroupRule;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for SecurityGroupRule {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("sgr-{hex}");
}
