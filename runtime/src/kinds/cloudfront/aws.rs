//! Shared by the adapters of CloudFront.

use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Owned};
use aws_sdk_cloudfront::Client;
use aws_sdk_cloudfront::types::{OriginSslProtocols, SslProtocol, Tag, Tags};
use aws_smithy_types::error::operation::BuildError;

impl Cx<'_> {
    pub(super) fn cloudfront_tags(&self, call: &'static str) -> Result<Tags, ApiError> {
        let tags = self.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())?;
        Ok(Tags::builder().set_items(Some(tags)).build())
    }

    /// Returns whether the tags on `arn` are this resource's.
    pub(super) async fn owns_cloudfront(&self, arn: &str) -> Result<bool, ApiError> {
        let tags = tags(&self.cloudfront(), arn).await?;
        Ok(self.target.owns(pairs(&tags)))
    }
}

impl Listing<'_> {
    /// Returns the resources that the stack owns by their tags. Each is given as its ID and its ARN.
    pub(super) async fn owned_cloudfront(&self, found: Vec<(String, String)>) -> Result<Vec<Owned>, ApiError> {
        self.owned_by_tags(found, async |arn| tags(&self.cloudfront(), arn).await)
            .await
    }
}

pub(super) async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_resource().resource(arn).send().await;
    let answer = absent(answer.map_err(api_error("cloudfront:ListTagsForResource")))?;
    let tags = answer.and_then(|answer| answer.tags).and_then(|tags| tags.items);
    Ok(tags.unwrap_or_default())
}

/// Returns the TLS version that CloudFront uses with the load balancer.
pub(super) fn tls() -> Result<OriginSslProtocols, BuildError> {
    OriginSslProtocols::builder()
        .quantity(1)
        .items(SslProtocol::TlSv12)
        .build()
}
