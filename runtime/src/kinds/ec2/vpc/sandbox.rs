//! How the sandbox simulates it.

use super::super::sandbox::EC2;
use super::Vpc;
use crate::provider::ApiError;
use crate::sandbox::{Request, Simulated};
use ipnet::Ipv4Net;

pub(super) const SANDBOX: Simulated = Simulated::plain(&EC2).id("vpc-{hex}").validate_create(validate);

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let cidr = request.spec::<Vpc>()?.cidr;
    match cidr.parse::<Ipv4Net>() {
        Ok(range) if (16..=28).contains(&range.prefix_len()) => Ok(()),
        _ => request.refuse("InvalidVpc.Range", format!("The CIDR '{cidr}' is invalid.")),
    }
}
