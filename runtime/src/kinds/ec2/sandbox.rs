//! Amazon EC2 in the sandbox.

use super::Subnet;
use crate::resource::Ref;
use crate::resource::id::SubnetId;
use crate::sandbox::Simulation;
use crate::sandbox::Wording;
use std::collections::BTreeSet;

/// The error codes and states that EC2 reports.
pub(super) const EC2: Wording = Wording {
    not_found: "InvalidID.NotFound",
    in_use: "DependencyViolation",
    duplicate: "InvalidGroup.Duplicate",
    creating: "pending",
    ..Wording::COMMON
};

/// AWS's message if subnets are in fewer than two zones.
pub(in crate::kinds) const TWO_ZONES: &str =
    "At least two subnets in two different Availability Zones must be specified";

/// Returns whether subnets are in two zones or more.
pub(in crate::kinds) fn spans_two_zones(simulation: &Simulation, subnets: &[Ref<SubnetId>]) -> bool {
    let subnets = subnets
        .iter()
        .filter_map(|subnet| simulation.spec::<Subnet>(subnet.value()));
    let zones: BTreeSet<String> = subnets.map(|subnet| subnet.zone).collect();
    zones.len() >= 2
}
