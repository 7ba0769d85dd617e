//! Shared by the adapters of AWS Certificate Manager.

use crate::aws::{Cx, absent, api_error};
use crate::provider::{ApiError, State};
use aws_sdk_acm::Client;
use aws_sdk_acm::types::{CertificateDetail, CertificateStatus, Tag};

pub(super) async fn describe(cx: &Cx<'_>, arn: &str) -> Result<Option<CertificateDetail>, ApiError> {
    let answer = cx.acm().describe_certificate().certificate_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("acm:DescribeCertificate")))?;
    Ok(answer.and_then(|answer| answer.certificate))
}

pub(super) async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_certificate().certificate_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("acm:ListTagsForCertificate")))?;
    Ok(answer.and_then(|answer| answer.tags).unwrap_or_default())
}

/// Returns whether a certificate is issued, can still be issued, or has failed.
pub(super) fn state(one: &CertificateDetail) -> State {
    match one.status() {
        None => State::Pending("PENDING_VALIDATION".into()),
        Some(CertificateStatus::Issued) => State::Ready,
        Some(status @ CertificateStatus::PendingValidation) => State::Pending(status.as_str().into()),
        Some(status) => State::Failed(cause(one, status)),
    }
}

/// Returns whether a certificate with this status is issued, or can still be issued. Every other status is final:
/// <https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-describe.html>
pub(super) fn can_be_used(status: &CertificateStatus) -> bool {
    matches!(status, CertificateStatus::Issued | CertificateStatus::PendingValidation)
}

/// Explains why a certificate was not issued, and lists the records that AWS looks for.
pub(super) fn cause(one: &CertificateDetail, status: &CertificateStatus) -> String {
    let reason = one.failure_reason().map(|reason| format!(": {}", reason.as_str()));
    let mut lines = vec![format!("{}{}", status.as_str(), reason.unwrap_or_default())];
    for domain in one.domain_validation_options() {
        if let Some(record) = domain.resource_record() {
            lines.push(format!(
                "for {}, AWS looks for the record {} of type {} with the value {}",
                domain.domain_name(),
                record.name(),
                record.r#type().as_str(),
                record.value()
            ));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_acm::types::{DomainValidation, FailureReason, RecordType, ResourceRecord};

    #[test]
    fn unvalidated_certificate_reports_the_missing_record() {
        let record = ResourceRecord::builder()
            .name("_a.learn.example.edu")
            .value("_b.acm-validations.aws");
        let record = record.r#type(RecordType::Cname).build().expect("a record");
        let domain = DomainValidation::builder()
            .domain_name("learn.example.edu")
            .resource_record(record);
        let one = CertificateDetail::builder()
            .status(CertificateStatus::ValidationTimedOut)
            .domain_validation_options(domain.build().expect("a domain"));
        let State::Failed(cause) = state(&one.build()) else {
            panic!("the certificate must have failed")
        };
        assert_eq!(
            cause,
            "VALIDATION_TIMED_OUT\nfor learn.example.edu, AWS looks for the record _a.learn.example.edu of type CNAME with the \
             value _b.acm-validations.aws"
        );
        let one = CertificateDetail::builder()
            .status(CertificateStatus::Failed)
            .failure_reason(FailureReason::CaaError);
        assert_eq!(state(&one.build()), State::Failed("FAILED: CAA_ERROR".into()));
    }
}
