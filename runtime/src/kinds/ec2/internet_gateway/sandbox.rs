//! Internet gateways in the sandbox: one cannot be deleted while its VPC has a NAT gateway.

use super::super::sandbox::EC2;
use super::InternetGateway;
use crate::kinds::ec2::{NatGateway, Subnet};
use crate::resource::Ref;
use crate::sandbox::{HasSimulation, Resource, Simulated, Simulation};

impl HasSimulation for InternetGateway {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("igw-{hex}").in_use(mapped);
}

/// Returns why AWS refuses to delete the gateway: the address of a NAT gateway is mapped in the VPC.
fn mapped(simulation: &Simulation, gateway: &Resource) -> Option<String> {
    let vpc = gateway.spec::<InternetGateway>()?.vpc;
    let is_mapped = simulation.specs::<NatGateway>().any(|nat| {
        let subnet = nat.subnet.as_ref().map(Ref::value).unwrap_or_default();
        let subnet = simulation.spec::<Subnet>(subnet);
        subnet.is_some_and(|subnet| subnet.vpc == vpc) || nat.vpc.is_some_and(|of| of == vpc)
    });
    is_mapped.then(|| format!("Network {} has some mapped public address(es).", vpc.value()))
}
