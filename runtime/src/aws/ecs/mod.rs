//! Amazon ECS.

mod cluster;
mod rollout;
mod service;
mod task_definition;

pub(super) use cluster::INSIGHTS;

use super::Cx;
use aws_sdk_ecs::types::Tag;

impl Cx<'_> {
    fn ecs_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }
}

/// Returns the name at the end of an ARN.
fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
