//! Amazon CloudFront in the sandbox.

use crate::sandbox::Wording;

/// The error codes and states that CloudFront reports.
pub(super) const CLOUDFRONT: Wording = Wording {
    in_use: "CannotDeleteEntityWhileInUse",
    creating: "InProgress",
    modifying: "InProgress",
    ..Wording::COMMON
};
