//! Flow logs in the sandbox.

use super::super::sandbox::EC2;
use super::FlowLog;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for FlowLog {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("fl-{hex}");
}
