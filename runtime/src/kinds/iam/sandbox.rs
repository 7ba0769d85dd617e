//! AWS IAM in the sandbox.

use crate::sandbox::Wording;

/// The service's error codes and states.
pub(super) const IAM: Wording = Wording {
    not_found: "NoSuchEntity",
    in_use: "DeleteConflict",
    duplicate: "EntityAlreadyExists",
    ..Wording::COMMON
};
