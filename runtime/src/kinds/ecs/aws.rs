//! Shared by the adapters of ECS.

use crate::aws::{Cx, api_error};
use crate::provider::ApiError;
use aws_sdk_ecs::types::Tag;

/// The prefix of the log groups of Container Insights, which the cluster's name follows:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html>
pub(in crate::kinds) const INSIGHTS: &str = "/aws/ecs/containerinsights/";

impl Cx<'_> {
    /// The tags of a resource.
    pub(super) fn ecs_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Gives a resource its tags again.
    pub(super) async fn tag_ecs(&self, arn: &str) -> Result<(), ApiError> {
        let call = self.ecs().tag_resource().resource_arn(arn);
        let sent = call.set_tags(Some(self.ecs_tags())).send().await;
        sent.map(drop).map_err(api_error("ecs:TagResource"))
    }
}

/// Returns the name at the end of an ARN.
pub(super) fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
