//! Route tables in the sandbox.

use super::super::sandbox::EC2;
use super::RouteTable;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for RouteTable {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("rtb-{hex}");
}
