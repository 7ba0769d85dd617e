//! Subnets in the sandbox: a range must be inside the VPC's, and must not overlap another subnet's.

use super::super::sandbox::EC2;
use super::Subnet;
use crate::kinds::ec2::Vpc;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Resource, Simulated};
use ipnet::Ipv4Net;

impl HasSimulation for Subnet {
    const SIMULATED: Simulated = Simulated::plain(&EC2).id("subnet-{hex}").validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let subnet: Subnet = request.spec()?;
    let invalid = |cidr: &str| request.refuse("InvalidSubnet.Range", format!("The CIDR '{cidr}' is invalid."));
    let vpc = request.simulation.spec::<Vpc>(subnet.vpc.value());
    let whole = vpc.and_then(|vpc| vpc.cidr.parse::<Ipv4Net>().ok());
    let (Ok(range), Some(whole)) = (subnet.cidr.parse::<Ipv4Net>(), whole) else {
        return invalid(&subnet.cidr);
    };
    if !whole.contains(&range) || range.prefix_len() > 28 {
        return invalid(&range.to_string());
    }
    if !subnet.zone.starts_with(&request.target.region) {
        let message = format!("Value ({}) for parameter availabilityZone is invalid.", subnet.zone);
        return request.refuse("InvalidParameterValue", message);
    }
    let others = request.others().filter(|one| !one.is_going());
    let mut others = others.filter_map(Resource::spec::<Subnet>);
    let overlaps = others.any(|one| {
        let other = one.cidr.parse::<Ipv4Net>();
        one.vpc == subnet.vpc && other.is_ok_and(|other| other.contains(&range) || range.contains(&other))
    });
    if overlaps {
        let message = format!("The CIDR '{range}' conflicts with another subnet");
        return request.refuse("InvalidSubnet.Conflict", message);
    }
    Ok(())
}
