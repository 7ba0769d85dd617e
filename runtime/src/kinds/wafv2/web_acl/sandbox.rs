//! Web ACLs in the sandbox.

use super::WebAcl;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated, Wording};

const WAFV2: Wording = Wording {
    not_found: "WAFNonexistentItemException",
    in_use: "WAFAssociatedItemException",
    duplicate: "WAFDuplicateItemException",
    ..Wording::COMMON
};

impl HasSimulation for WebAcl {
    const SIMULATED: Simulated = Simulated::plain(&WAFV2)
        .arn("arn:aws:wafv2:{region}:{account}:global/webacl/{name}/{hex}")
        .validate_create(validate);
}

/// Refuses every region except us-east-1, the only one for web ACLs of CloudFront.
fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    if request.target.region == "us-east-1" {
        return Ok(());
    }
    request.refuse("WAFInvalidParameterException", "The scope is not valid.")
}
