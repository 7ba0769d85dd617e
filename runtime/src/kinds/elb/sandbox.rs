//! Elastic Load Balancing in the sandbox.

use crate::sandbox::Wording;

/// The service's error codes and states.
pub(super) const ELB: Wording = Wording {
    not_found: "InvalidParameterException",
    in_use: "ResourceInUse",
    duplicate: "DuplicateLoadBalancerName",
    creating: "provisioning",
    ..Wording::COMMON
};
