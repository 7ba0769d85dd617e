//! Certificates.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::CERTIFICATES;
use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A public certificate with DNS validation. It is ready once AWS reports the record that it looks for.
    Certificate is "certificate", "AWS::CertificateManager::Certificate" of "acm" {
        replaces: [domain],
        unread: {
            validation_method: "AWS cannot change it: https://docs.aws.amazon.com/acm/latest/APIReference/API_UpdateCertificateOptions.html",
        },
        replaced_if_failed: true,
        create: 5 to 300,
        delete: 5 to 900,
        outputs: {
            /// The certificate's ARN.
            arn: CertificateArn,
            /// The name of the DNS record that validates the certificate.
            record_name: RecordName,
            /// The value of the DNS record that validates the certificate.
            record_value: RecordValue,
        },
    }
    /// The domain that the certificate is for.
    domain: String,
}

impl HasAdvice for Certificate {
    const ADVICE: &'static [Advice] = CERTIFICATES;
}
