//! Security groups in the sandbox.

use super::super::sandbox::EC2;
use super::SecurityGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for SecurityGroup {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("sg-{hex}");
}
