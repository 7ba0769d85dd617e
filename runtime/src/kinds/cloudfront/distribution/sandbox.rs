//! Distributions in the sandbox: the certificate must be in us-east-1.

use super::super::sandbox::CLOUDFRONT;
use super::Distribution;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for Distribution {
    const SIMULATED: Simulated = Simulated::plain(&CLOUDFRONT)
        .id("E{HEX:13}")
        .arn("arn:aws:cloudfront::{account}:distribution/{id}")
        .outputs(&[("domain_name", "d{hex:13}.cloudfront.net")])
        .closing("the distribution to be disabled", 0.9)
        .validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let certificate = request.spec::<Distribution>()?.certificate;
    if certificate.value().split(':').nth(3) == Some("us-east-1") {
        return Ok(());
    }
    request.refuse(
        "InvalidViewerCertificate",
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid \
         certificate chain.",
    )
}
