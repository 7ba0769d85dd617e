//! Shared by the adapters of CloudWatch.

use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Owned};
use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::Tag;

/// Who owns a resource, by its tags.
#[derive(PartialEq)]
pub(super) enum Owner {
    Us,
    Nobody,
    Others,
}

impl Cx<'_> {
    pub(super) fn cloudwatch_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Returns who owns the resource with this ARN.
    pub(super) async fn cloudwatch_owner(&self, arn: &str) -> Result<Owner, ApiError> {
        let tags = tags(&self.cloudwatch(), arn).await?;
        Ok(match self.target.owns(pairs(&tags)) {
            true => Owner::Us,
            false if tags.is_empty() => Owner::Nobody,
            false => Owner::Others,
        })
    }
}

impl Listing<'_> {
    /// Returns the resources that the stack owns by their tags. Each is given as its name and its ARN.
    pub(super) async fn owned_cloudwatch(&self, named: Vec<(String, String)>) -> Result<Vec<Owned>, ApiError> {
        self.owned_by_tags(named, async |arn| tags(&self.cloudwatch(), arn).await)
            .await
    }
}

pub(super) async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("cloudwatch:ListTagsForResource")))?;
    Ok(answer.and_then(|answer| answer.tags).unwrap_or_default())
}
