//! Amazon CloudFront.

mod distribution;
mod settings;
mod vpc_origin;

use super::{Cx, absent, fault};
use crate::provider::Fault;
use aws_sdk_cloudfront::types::{OriginSslProtocols, SslProtocol, Tag, Tags};
use aws_smithy_types::error::operation::BuildError;

impl Cx<'_> {
    /// The tags of a resource.
    fn cloudfront_tags(&self, call: &'static str) -> Result<Tags, Fault> {
        let tags = self.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())?;
        Ok(Tags::builder().set_items(Some(tags)).build())
    }

    /// Tells whether the tags of something are this resource's.
    async fn owns_cloudfront(&self, arn: &str) -> Result<bool, Fault> {
        let answer = self.cloudfront().list_tags_for_resource().resource(arn).send().await;
        let answer = absent(answer.map_err(fault("cloudfront:ListTagsForResource")))?;
        let tags = answer.and_then(|answer| answer.tags).and_then(|tags| tags.items);
        let tags = tags.unwrap_or_default();
        let pairs = tags.iter().map(|tag| (tag.key(), tag.value().unwrap_or_default()));
        Ok(self.target.owns(pairs))
    }
}

/// The TLS that CloudFront speaks with the load balancer.
fn tls() -> Result<OriginSslProtocols, BuildError> {
    OriginSslProtocols::builder()
        .quantity(1)
        .items(SslProtocol::TlSv12)
        .build()
}
