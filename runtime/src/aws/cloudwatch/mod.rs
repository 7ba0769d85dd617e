//! Amazon CloudWatch: alarms and dashboards.

mod alarm;
mod dashboard;

use super::{Cx, absent, fault};
use crate::provider::Fault;
use aws_sdk_cloudwatch::types::Tag;

/// Whose the tags of something are.
#[derive(PartialEq)]
enum Owner {
    Us,
    Nobody,
    Others,
}

impl Cx<'_> {
    /// The tags of a resource.
    fn cloudwatch_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Tells whose something is by its tags.
    async fn cloudwatch_owner(&self, arn: &str) -> Result<Owner, Fault> {
        let answer = self
            .cloudwatch()
            .list_tags_for_resource()
            .resource_arn(arn)
            .send()
            .await;
        let answer = absent(answer.map_err(fault("cloudwatch:ListTagsForResource")))?;
        let tags = answer.and_then(|answer| answer.tags).unwrap_or_default();
        let pairs = tags.iter().filter_map(|tag| Some((tag.key()?, tag.value()?)));
        Ok(match self.target.owns(pairs) {
            true => Owner::Us,
            false if tags.is_empty() => Owner::Nobody,
            false => Owner::Others,
        })
    }
}
