//! Shared by the adapters of ECS.

use crate::aws::Cx;
use aws_sdk_ecs::types::Tag;

/// The prefix of the log groups of Container Insights, which the cluster's name follows:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html>
pub(in crate::kinds) const INSIGHTS: &str = "/aws/ecs/containerinsights/";

impl Cx<'_> {
    /// The tags of a resource.
    pub(super) fn ecs_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }
}

/// Returns the name at the end of an ARN.
pub(super) fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
