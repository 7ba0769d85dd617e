//! AWS Certificate Manager in the sandbox.

use crate::sandbox::Wording;

/// The states that AWS Certificate Manager reports.
pub(super) const ACM: Wording = Wording {
    creating: "PENDING_VALIDATION",
    modifying: "PENDING_VALIDATION",
    ..Wording::COMMON
};
