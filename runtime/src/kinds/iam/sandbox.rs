//! AWS IAM in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const IAM: Wording = Wording {
    not_found: "NoSuchEntity",
    in_use: "DeleteConflict",
    duplicate: "EntityAlreadyExists",
    ..Wording::COMMON
};
