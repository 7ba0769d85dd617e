//! Amazon CloudWatch Logs in the sandbox.

use crate::sandbox::Wording;

/// The service's error codes and states.
pub(super) const LOGS: Wording = Wording {
    duplicate: "ResourceAlreadyExistsException",
    ..Wording::COMMON
};
