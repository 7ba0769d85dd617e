//! AWS Certificate Manager in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const ACM: Wording = Wording {
    creating: "PENDING_VALIDATION",
    modifying: "PENDING_VALIDATION",
    ..Wording::COMMON
};
