//! AWS Certificate Manager.

use super::Ref;
use super::id::{CertificateArn, RecordName};

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

kind! {
    /// The validation of a certificate: nothing of its own, but the wait until AWS has seen the record.
    Validation is "certificate validation", "AWS::CertificateManager::Validation" of "acm" {
        replaces: [certificate],
        unsent: [record],
        untold: [record],
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
