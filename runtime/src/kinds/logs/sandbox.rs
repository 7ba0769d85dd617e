//! Amazon CloudWatch Logs in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const LOGS: Wording = Wording {
    duplicate: "ResourceAlreadyExistsException",
    ..Wording::COMMON
};
