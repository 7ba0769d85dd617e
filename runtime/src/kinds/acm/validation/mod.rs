//! Certificate validations.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::CERTIFICATES;
use crate::resource::id::{CertificateArn, RecordName};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// The validation of a certificate: nothing of its own, but the wait until AWS has seen the record.
    Validation is "certificate validation", "AWS::CertificateManager::Validation" of "acm" {
        replaces: [certificate],
        local: [record],
        unreported: [record],
        create: 90 to 3600,
        delete: 0 to 60,
        outputs: {
            /// The certificate, now that it is issued.
            arn: CertificateArn,
        },
    }
    /// The certificate.
    certificate: Ref<CertificateArn>,
    /// The record.
    record: Ref<RecordName>,
}

impl HasAdvice for Validation {
    const ADVICE: &'static [Advice] = CERTIFICATES;
}
