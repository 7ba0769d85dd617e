//! Elastic Load Balancing: Application Load Balancers.

mod listener;
mod listener_rule;
mod load_balancer;
mod target_group;

use super::{Cx, absent, fault, foreign};
use crate::provider::Fault;
use aws_sdk_elasticloadbalancingv2::types::{Action, ActionTypeEnum, Tag, TagDescription};

impl Cx<'_> {
    /// The tags of a resource.
    fn elb_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Returns the ARN of what has our name or place if its tags are ours; that it is not ours is an error. `what` says
    /// what it is.
    async fn elb_owned(&self, arn: String, what: &str) -> Result<Option<String>, Fault> {
        const CALL: &str = "elasticloadbalancing:DescribeTags";
        let answer = self.elb().describe_tags().resource_arns(&arn).send().await;
        let Some(answer) = absent(answer.map_err(fault(CALL)))? else {
            return Ok(None);
        };
        let tags = answer.tag_descriptions().iter().flat_map(TagDescription::tags);
        if self
            .target
            .owns(tags.filter_map(|tag| Some((tag.key()?, tag.value()?))))
        {
            return Ok(Some(arn));
        }
        Err(foreign(CALL, what))
    }
}

/// An action that forwards to a target group.
fn forward(target_group: &str) -> Action {
    let action = Action::builder().set_type(Some(ActionTypeEnum::Forward));
    action.target_group_arn(target_group).build()
}

/// The target group that the first of some actions forwards to.
fn forwards_to(actions: &[Action]) -> Option<String> {
    let action = actions.first()?;
    let of_many = || action.forward_config()?.target_groups().first()?.target_group_arn();
    action.target_group_arn().or_else(of_many).map(str::to_owned)
}
