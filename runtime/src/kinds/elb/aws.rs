//! Shared by the adapters of Elastic Load Balancing.

use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Owned};
use aws_sdk_elasticloadbalancingv2::types::{Action, ActionTypeEnum, Tag};

pub(super) const TAGS: &str = "elasticloadbalancing:DescribeTags";

/// For how many resources one call returns the tags:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html>.
pub(super) const AT_ONCE: usize = 20;

impl Listing<'_> {
    /// Returns the resources that the stack owns by their tags.
    pub(super) async fn owned_elb(&self, arns: &[String]) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for some in arns.chunks(AT_ONCE) {
            if let Some(found) = self.owned_elb_at_once(some).await? {
                owned.extend(found);
                continue;
            }
            // One of them no longer exists, so AWS refused the whole call.
            for one in some.chunks(1) {
                owned.extend(self.owned_elb_at_once(one).await?.unwrap_or_default());
            }
        }
        Ok(owned)
    }

    pub(super) async fn owned_elb_at_once(&self, arns: &[String]) -> Result<Option<Vec<Owned>>, ApiError> {
        let call = self.elb().describe_tags().set_resource_arns(Some(arns.to_vec()));
        let answer = absent(call.send().await.map_err(api_error(TAGS)))?;
        Ok(answer.map(|answer| {
            let all = answer.tag_descriptions().iter();
            all.filter_map(|one| self.owned(one.resource_arn()?, pairs(one.tags())))
                .collect()
        }))
    }
}

impl Cx<'_> {
    pub(super) fn elb_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Returns the ARN of the object with the resource's name or place if its tags are this resource's; other tags are
    /// an error. `what` describes the object in the message.
    pub(super) async fn elb_owned(&self, arn: String, what: &str) -> Result<Option<String>, ApiError> {
        let answer = self.elb().describe_tags().resource_arns(&arn).send().await;
        let Some(answer) = absent(answer.map_err(api_error(TAGS)))? else {
            return Ok(None);
        };
        let tags = answer.tag_descriptions().iter().flat_map(|one| pairs(one.tags()));
        if self.target.owns(tags) {
            return Ok(Some(arn));
        }
        Err(not_owned(TAGS, what))
    }
}

/// Returns an action that forwards to a target group.
pub(super) fn forward(target_group: &str) -> Action {
    let action = Action::builder().set_type(Some(ActionTypeEnum::Forward));
    action.target_group_arn(target_group).build()
}

/// Returns the target group that the first action forwards to.
pub(super) fn forwards_to(actions: &[Action]) -> Option<String> {
    let action = actions.first()?;
    let of_many = || action.forward_config()?.target_groups().first()?.target_group_arn();
    action.target_group_arn().or_else(of_many).map(str::to_owned)
}
