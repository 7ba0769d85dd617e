//! Mount targets in the sandbox: a file system has at most one in each zone.

use super::super::sandbox::EFS;
use super::MountTarget;
use crate::kinds::ec2::Subnet;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Resource, Simulated};

impl HasSimulation for MountTarget {
    const SIMULATED: Simulated = Simulated::plain(&EFS).id("fsmt-{hex}").validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let target: MountTarget = request.spec()?;
    let zone = |one: &MountTarget| {
        let subnet = request.simulation.spec::<Subnet>(one.subnet.value());
        subnet.map(|subnet| subnet.zone)
    };
    let mine = zone(&target);
    let mut others = request.others().filter_map(Resource::spec::<MountTarget>);
    if others.any(|one| one.file_system == target.file_system && zone(&one) == mine) {
        return request.refuse("MountTargetConflict", "mount target already exists in this AZ");
    }
    Ok(())
}
