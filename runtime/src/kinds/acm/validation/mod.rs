//! Certificate validations.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::CERTIFICATES;
use crate::resource::id::{CertificateArn, RecordName};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// The wait until AWS has seen a certificate's DNS record and issued the certificate. AWS has no such resource.
    Validation is "certificate validation", "AWS::CertificateManager::Validation" of "acm" {
        replaces: [certificate],
        local: [record],
        replaced_if_failed: true,
        create: 90 to 3600,
        delete: 0 to 60,
        outputs: {
            /// The certificate's ARN, by a reference that waits until it is issued.
            arn: CertificateArn,
        },
    }
    /// The certificate to wait for.
    certificate: Ref<CertificateArn>,
    /// The DNS record that AWS looks for. This only orders the steps: the record is created first.
    record: Ref<RecordName>,
}

impl HasAdvice for Validation {
    const ADVICE: &'static [Advice] = CERTIFICATES;
}
