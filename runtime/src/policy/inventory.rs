//! The permissions for rebuilding a lost journal: every service lists all of its resources, in the stack's region and
//! in CloudFront's, including kinds that are no longer declared. Tags show which of the resources with the stack's name
//! are owned by the stack.
//!
//! A list of everything has no narrower resource than `*`. If a service does not list tags, they are read only for
//! resources with the stack's name, or, for certificates and repositories, for all. Each kind's own table has the
//! permissions for that.

use super::fill::Values;
use super::rows::Rows;
use crate::blueprint::EDGE_REGION;
use crate::kinds::REGISTRY;
use moodle_stack_model::facts::regions::Partition;

/// Adds the permissions for rebuilding a lost journal.
pub(super) fn add(rows: &mut Rows<'_>) {
    let home = rows.graph.region.as_str();
    // An account of another partition cannot sign in to CloudFront's region.
    let edge = (Partition::of(home) == Partition::of(EDGE_REGION)).then_some(EDGE_REGION);
    for region in [home].into_iter().chain(edge) {
        let values = Values::in_region(rows.graph, region);
        for kind in REGISTRY {
            rows.add(&values, kind.permissions.inventory);
        }
    }
}
