//! AWS WAF in the sandbox.

use crate::provider::ApiError;
use crate::sandbox::{Request, Wording};

pub(super) const WAFV2: Wording = Wording {
    not_found: "WAFNonexistentItemException",
    in_use: "WAFAssociatedItemException",
    duplicate: "WAFDuplicateItemException",
    ..Wording::COMMON
};

/// Refuses every region except us-east-1, the only one for what CloudFront uses.
pub(super) fn only_in_edge_region(request: &Request<'_>) -> Result<(), ApiError> {
    if request.target.region == "us-east-1" {
        return Ok(());
    }
    request.refuse("WAFInvalidParameterException", "The scope is not valid.")
}
