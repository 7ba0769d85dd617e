//! Amazon ECS in the sandbox.

use crate::sandbox::Wording;

/// The error codes and states that ECS reports.
pub(in crate::kinds) const ECS: Wording = Wording {
    not_found: "InvalidParameterException",
    in_use: "ClusterContainsServicesException",
    creating: "IN_PROGRESS",
    modifying: "IN_PROGRESS",
    ..Wording::COMMON
};
