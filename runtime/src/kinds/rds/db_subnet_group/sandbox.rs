//! Database subnet groups in the sandbox.

use super::super::sandbox::RDS;
use super::DbSubnetGroup;
use crate::kinds::ec2::{TWO_ZONES, spans_two_zones};
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for DbSubnetGroup {
    const SIMULATED: Simulated = Simulated::plain(&RDS).validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    if spans_two_zones(request.simulation, &request.spec::<DbSubnetGroup>()?.subnets) {
        return Ok(());
    }
    request.refuse("DBSubnetGroupDoesNotCoverEnoughAZs", TWO_ZONES)
}
