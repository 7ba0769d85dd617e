//! What it takes to rebuild a lost journal: every service lists all that it has, in the stack's region and in CloudFront's,
//! also of kinds that are declared no more. The tags of what bears the stack's name tell what is the stack's.
//!
//! A list of everything has no narrower resource than `*`. Where a service tells the tags apart from the list, they are read
//! of what bears the stack's name, or, of certificates and repositories, of all. Each kind's own table says what that takes.

use super::fill::Values;
use super::rows::Rows;
use crate::blueprint::EDGE_REGION;
use crate::kinds::REGISTRY;

/// Adds what it takes to rebuild a lost journal.
pub(super) fn add(rows: &mut Rows<'_>) {
    for region in [&rows.graph.region, EDGE_REGION] {
        let values = Values::in_region(rows.graph, region);
        for kind in REGISTRY {
            rows.add(&values, kind.permissions.inventory);
        }
    }
}
