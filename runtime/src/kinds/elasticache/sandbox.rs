//! Amazon ElastiCache in the sandbox.

use crate::sandbox::Wording;

/// The error codes that ElastiCache reports.
pub(super) const ELASTICACHE: Wording = Wording {
    in_use: "CacheSubnetGroupInUse",
    duplicate: "ReplicationGroupAlreadyExistsFault",
    ..Wording::COMMON
};
