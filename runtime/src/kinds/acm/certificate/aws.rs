//! Certificates.

use super::super::aws::{can_be_used, describe, state, tags};
use super::Certificate;
use crate::aws::listing::{FEW, gather};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_acm::types::{CertificateType, Tag, ValidationMethod};

const LIST: &str = "acm:ListCertificates";

impl Adapter for Certificate {
    /// A domain may have several certificates, so one of another owner is skipped and is not an error. One that has failed
    /// is skipped too: AWS never issues it, and another one takes its place.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx.acm().list_certificates().into_paginator().items().send();
        while let Some(one) = pages.next().await {
            let one = one.map_err(api_error(LIST))?;
            if one.domain_name() != Some(&self.domain) || !one.status().is_none_or(can_be_used) {
                continue;
            }
            let Some(arn) = one.certificate_arn else { continue };
            let tags = tags(&cx.acm(), &arn).await?;
            if cx.target.owns(pairs(&tags)) {
                return Ok(Some(arn));
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.acm().list_certificates().into_paginator().items().send();
        let mut arns = gather(LIST, pages, |one| {
            let issued = one.r#type() == Some(&CertificateType::AmazonIssued);
            one.certificate_arn.filter(|_| issued)
        })
        .await?;
        if arns.len() > FEW {
            let mut used = lx.certificates_of_listeners().await?;
            used.extend(lx.certificates_of_distributions().await?);
            arns.retain(|arn| used.contains(arn));
        }
        lx.owned_by_tags(arns, async |arn| tags(&lx.acm(), arn).await).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "acm:RequestCertificate";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = cx
            .acm()
            .request_certificate()
            .domain_name(&self.domain)
            .validation_method(ValidationMethod::Dns)
            // At most 32 word characters: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
            .idempotency_token(&cx.target.token)
            .set_tags(Some(tags));
        let answer = call.send().await.map_err(api_error(CALL))?;
        answer.certificate_arn.ok_or_else(|| missing(CALL, "certificate ARN"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(cx, id).await? else {
            return Ok(None);
        };
        // AWS takes a few seconds to report the validation record.
        let validation = one.domain_validation_options().first();
        let record = validation.and_then(|validation| validation.resource_record());
        let state = match state(&one) {
            State::Pending(_) if record.is_some() => State::Ready,
            state => state,
        };
        Ok(Some(
            Live::new(state)
                .output("arn", id.to_owned())
                .output("record_name", record.map(|record| record.name.clone()))
                .output("record_value", record.map(|record| record.value.clone()))
                .reported("domain", one.domain_name()),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.acm().delete_certificate().certificate_arn(id).send().await;
        absent(sent.map_err(api_error("acm:DeleteCertificate")))?;
        Ok(Deletion::Accepted)
    }
}
