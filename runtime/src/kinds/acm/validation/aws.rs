//! Validations: a tag on the certificate, and the wait until the certificate is issued.
//!
//! AWS has no such resource. The tag lets it be found and deleted like any other resource.

use super::super::aws::{describe, explain, state, tags};
use super::Validation;
use crate::aws::request::unbuilt;
use crate::aws::{Adapter, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned};
use aws_sdk_acm::types::Tag;
use aws_smithy_types::error::operation::BuildError;

const MARK: &str = "moodle-stack:validation";

impl Cx<'_> {
    fn validation_mark(&self) -> Result<Tag, BuildError> {
        Tag::builder().key(MARK).value(&self.target.address).build()
    }

    async fn is_validation(&self, arn: &str) -> Result<bool, ApiError> {
        let tags = tags(&self.acm(), arn).await?;
        let mut marks = tags.iter().filter(|tag| tag.key() == MARK);
        Ok(marks.any(|tag| tag.value() == Some(&self.target.address)))
    }
}

impl Adapter for Validation {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let arn = self.certificate.value();
        Ok(cx.is_validation(arn).await?.then(|| arn.to_owned()))
    }

    /// Lists nothing: the tag is deleted with its certificate, and is created again if it is missing.
    async fn list(_lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(Vec::new())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "acm:AddTagsToCertificate";
        let arn = self.certificate.value();
        let mark = cx.validation_mark().map_err(unbuilt(CALL))?;
        let sent = cx
            .acm()
            .add_tags_to_certificate()
            .certificate_arn(arn)
            .tags(mark)
            .send();
        sent.await.map_err(api_error(CALL))?;
        Ok(arn.to_owned())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(cx, id).await? else {
            return Ok(None);
        };
        if !cx.is_validation(id).await? {
            return Ok(None);
        }
        Ok(Some(
            Live::new(state(&one))
                .output("arn", id.to_owned())
                .field("certificate", id),
        ))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        match describe(cx, id).await {
            Ok(Some(one)) => explain(&one).await,
            _ => Vec::new(),
        }
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        const CALL: &str = "acm:RemoveTagsFromCertificate";
        let mark = cx.validation_mark().map_err(unbuilt(CALL))?;
        let sent = cx
            .acm()
            .remove_tags_from_certificate()
            .certificate_arn(id)
            .tags(mark)
            .send();
        absent(sent.await.map_err(api_error(CALL)))?;
        Ok(Deletion::Accepted)
    }
}
