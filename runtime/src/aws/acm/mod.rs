//! AWS Certificate Manager.

mod certificate;
mod validation;

use super::{Cx, absent, fault};
use crate::provider::{Fault, State};
use aws_sdk_acm::Client;
use aws_sdk_acm::types::{CertificateDetail, CertificateStatus, Tag};

/// Describes a certificate.
async fn describe(cx: &Cx<'_>, arn: &str) -> Result<Option<CertificateDetail>, Fault> {
    let answer = cx.acm().describe_certificate().certificate_arn(arn).send().await;
    let answer = absent(answer.map_err(fault("acm:DescribeCertificate")))?;
    Ok(answer.and_then(|answer| answer.certificate))
}

/// Reads the tags of a certificate.
async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, Fault> {
    let answer = client.list_tags_for_certificate().certificate_arn(arn).send().await;
    let answer = absent(answer.map_err(fault("acm:ListTagsForCertificate")))?;
    Ok(answer.and_then(|answer| answer.tags).unwrap_or_default())
}

fn pairs(tags: &[Tag]) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|tag| (tag.key(), tag.value().unwrap_or_default()))
}

/// Tells whether a certificate is issued, will be, or will not be.
fn state(one: &CertificateDetail) -> State {
    match one.status() {
        None => State::Pending("PENDING_VALIDATION".into()),
        Some(CertificateStatus::Issued) => State::Ready,
        Some(status @ CertificateStatus::PendingValidation) => State::Pending(status.as_str().into()),
        Some(status) => State::Failed(match one.failure_reason() {
            Some(reason) => format!("{}: {}", status.as_str(), reason.as_str()),
            None => status.as_str().into(),
        }),
    }
}
