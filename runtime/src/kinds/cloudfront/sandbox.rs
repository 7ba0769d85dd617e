//! Amazon CloudFront in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const CLOUDFRONT: Wording = Wording {
    in_use: "CannotDeleteEntityWhileInUse",
    creating: "InProgress",
    modifying: "InProgress",
    ..Wording::COMMON
};
