//! Listeners in the sandbox.

use super::super::sandbox::ELB;
use super::Listener;
use crate::provider::ApiError;
use crate::resource::Ref;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for Listener {
    const SIMULATED: Simulated = Simulated::plain(&ELB)
        .arn("arn:aws:elasticloadbalancing:{region}:{account}:listener/app/{hex}")
        .outputs(&[("target_group", "{action.forward}")])
        .validate_create(validate);
}

/// Refuses a certificate from another region than the listener's.
fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let certificate = request.spec::<Listener>()?.certificate;
    let certificate = certificate.as_ref().map(Ref::value).unwrap_or_default();
    match certificate.split(':').nth(3) {
        Some(region) if region != request.target.region => request.refuse(
            "ValidationError",
            format!("Certificate ARN '{certificate}' is not valid"),
        ),
        _ => Ok(()),
    }
}
