//! NAT gateways in the sandbox.

use super::super::sandbox::EC2;
use super::NatGateway;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for NatGateway {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("nat-{hex}");
}
