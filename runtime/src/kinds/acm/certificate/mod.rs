//! Certificates.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::CERTIFICATES;
use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A public certificate, requested with validation by DNS; it is there once AWS has said which record it looks for.
    Certificate is "certificate", "AWS::CertificateManager::Certificate" of "acm" {
        replaces: [domain],
        create: 5 to 300,
        delete: 5 to 900,
        outputs: {
            /// Its ARN.
            arn: CertificateArn,
            /// The name of the record that validates it.
            record_name: RecordName,
            /// The value of that record.
            record_value: RecordValue,
        },
    }
    /// The domain.
    domain: String,
}

impl HasAdvice for Certificate {
    const ADVICE: &'static [Advice] = CERTIFICATES;
}
