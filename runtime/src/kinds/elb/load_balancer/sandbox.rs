//! Load balancers in the sandbox.

use super::super::sandbox::ELB;
use super::LoadBalancer;
use crate::kinds::ec2::{TWO_ZONES, spans_two_zones};
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for LoadBalancer {
    const SIMULATED: Simulated = Simulated::plain(&ELB)
        .arn("arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex:16}")
        .outputs(&[
            ("dns_name", "{name}-{hex:10}.{region}.elb.amazonaws.com"),
            ("zone", "Z1LMS91P8CMLE5"),
            ("label", "app/{name}/{hex:16}"),
        ])
        .validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    if spans_two_zones(request.simulation, &request.spec::<LoadBalancer>()?.subnets) {
        return Ok(());
    }
    request.refuse("ValidationError", TWO_ZONES)
}
