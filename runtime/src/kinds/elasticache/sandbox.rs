//! Amazon ElastiCache in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const ELASTICACHE: Wording = Wording {
    in_use: "CacheSubnetGroupInUse",
    duplicate: "ReplicationGroupAlreadyExistsFault",
    ..Wording::COMMON
};
