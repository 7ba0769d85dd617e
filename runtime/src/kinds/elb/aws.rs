//! Shared by the adapters of Elastic Load Balancing.

use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Owned, Owner};
use aws_sdk_elasticloadbalancingv2::types::{Action, ActionTypeEnum, Tag};
use std::collections::BTreeMap;

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

    /// Returns whose an object is by its tags; `None` if it does not exist.
    pub(super) async fn elb_owner(&self, arn: &str) -> Result<Option<Owner>, ApiError> {
        let answer = self.elb().describe_tags().resource_arns(arn).send().await;
        let answer = absent(answer.map_err(api_error(TAGS)))?;
        Ok(answer.map(|answer| {
            let tags = answer.tag_descriptions().iter().flat_map(|one| pairs(one.tags()));
            self.target.owner(tags)
        }))
    }

    /// Gives an object its tags again.
    pub(super) async fn tag_elb(&self, arn: &str) -> Result<(), ApiError> {
        let call = self.elb().add_tags().resource_arns(arn);
        let sent = call.set_tags(Some(self.elb_tags())).send().await;
        sent.map(drop).map_err(api_error("elasticloadbalancing:AddTags"))
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

/// Returns the target group that actions forward every request to; `None` if they do anything else, such as forward some of
/// the requests to a second group.
pub(super) fn forwards_to(actions: &[Action]) -> Option<String> {
    let [action] = actions else { return None };
    let Some(forward) = action.forward_config() else {
        return action.target_group_arn().map(str::to_owned);
    };
    let sticks = forward
        .target_group_stickiness_config()
        .and_then(aws_sdk_elasticloadbalancingv2::types::TargetGroupStickinessConfig::enabled);
    match forward.target_groups() {
        [] => action.target_group_arn().map(str::to_owned),
        [one] if sticks != Some(true) => one.target_group_arn().map(str::to_owned),
        _ => None,
    }
}

/// Attributes by their keys, of a load balancer or of a target group.
pub(super) type Attributes = BTreeMap<String, String>;

/// Returns the attributes that AWS reports with another value than the one that is set: as they are set, and as they are.
/// Both are empty if there are none. An attribute that AWS does not report is no difference.
pub(super) fn differing<'a>(
    set: impl IntoIterator<Item = (&'a str, &'a str)>,
    live: &Attributes,
) -> (Attributes, Attributes) {
    let differing = set.into_iter().filter_map(|(key, value)| {
        let found = live.get(key).filter(|found| *found != value)?;
        Some(((key.to_owned(), value.to_owned()), (key.to_owned(), found.clone())))
    });
    differing.unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_elasticloadbalancingv2::types::{ForwardActionConfig, TargetGroupStickinessConfig, TargetGroupTuple};

    #[test]
    fn action_forwards_only_if_every_request_goes_to_one_target_group() {
        let to = |groups: &[&str], sticks: bool| {
            let groups = groups
                .iter()
                .map(|arn| TargetGroupTuple::builder().target_group_arn(*arn).build());
            let sticks = TargetGroupStickinessConfig::builder().enabled(sticks).build();
            let forward = ForwardActionConfig::builder().set_target_groups(Some(groups.collect()));
            let forward = forward.target_group_stickiness_config(sticks).build();
            Action::builder().forward_config(forward).build()
        };
        assert_eq!(forwards_to(&[forward("web")]).as_deref(), Some("web"));
        assert_eq!(forwards_to(&[to(&["web"], false)]).as_deref(), Some("web"));
        assert_eq!(forwards_to(&[to(&["web"], true)]), None);
        assert_eq!(forwards_to(&[to(&["web", "other"], false)]), None);
        assert_eq!(forwards_to(&[forward("web"), forward("other")]), None);
        assert_eq!(forwards_to(&[]), None);
    }

    #[test]
    fn only_attributes_that_aws_reports_otherwise_differ() {
        let live = Attributes::from([("a".into(), "1".into()), ("b".into(), "2".into())]);
        let map = |key: &str, value: &str| Attributes::from([(key.into(), value.into())]);
        assert_eq!(
            differing([("a", "1"), ("c", "3")], &live),
            (Attributes::new(), Attributes::new())
        );
        assert_eq!(
            differing([("a", "1"), ("b", "3")], &live),
            (map("b", "3"), map("b", "2"))
        );
    }
}
