//! VPCs in the sandbox: the prefix length must be 16 to 28.

use super::super::sandbox::EC2;
use super::Vpc;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};
use ipnet::Ipv4Net;

impl HasSimulation for Vpc {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("vpc-{hex}").validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let cidr = request.spec::<Vpc>()?.cidr;
    match cidr.parse::<Ipv4Net>() {
        Ok(range) if (16..=28).contains(&range.prefix_len()) => Ok(()),
        _ => request.refuse("InvalidVpc.Range", format!("The CIDR '{cidr}' is invalid.")),
    }
}
