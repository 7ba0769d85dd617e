//! Amazon EventBridge.

use super::Rule;
use crate::aws::policy::{as_applied, parse};
use crate::aws::request::unbuilt;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, item_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::operation::describe_rule::DescribeRuleOutput;
use aws_sdk_eventbridge::operation::put_rule::builders::PutRuleFluentBuilder;
use aws_sdk_eventbridge::types::{RetryPolicy, RuleState, Tag, Target};
use serde_json::{Value, json};

/// The ID of a rule's only target.
const TARGET: &str = "state-machine";
const TAGS: &str = "events:ListTagsForResource";
const TARGETS: &str = "events:ListTargetsByRule";

async fn get(cx: &Cx<'_>, name: &str) -> Result<Option<DescribeRuleOutput>, ApiError> {
    let answer = cx.eventbridge().describe_rule().name(name).send().await;
    absent(answer.map_err(api_error("events:DescribeRule")))
}

/// Lists a rule's targets; none if the rule does not exist.
async fn targets(cx: &Cx<'_>, name: &str) -> Result<Vec<Target>, ApiError> {
    let mut found = Vec::new();
    let mut next = None;
    loop {
        let call = cx.eventbridge().list_targets_by_rule().rule(name).set_next_token(next);
        let Some(page) = absent(call.send().await.map_err(api_error(TARGETS)))? else {
            return Ok(found);
        };
        found.extend(page.targets.unwrap_or_default());
        next = page.next_token;
        if next.is_none() {
            return Ok(found);
        }
    }
}

/// Removes some of a rule's targets.
async fn remove_targets(cx: &Cx<'_>, rule: &str, ids: Vec<String>) -> Result<(), ApiError> {
    const CALL: &str = "events:RemoveTargets";
    if ids.is_empty() {
        return Ok(());
    }
    let call = cx.eventbridge().remove_targets().rule(rule).set_ids(Some(ids));
    let answer = absent(call.send().await.map_err(api_error(CALL)))?;
    match answer.as_ref().and_then(|answer| answer.failed_entries().first()) {
        Some(failed) => Err(item_error(CALL, failed.error_code(), failed.error_message())),
        None => Ok(()),
    }
}

/// Returns how a target changes the event before it gets it, and what happens to an event that it does not get. It is set
/// without either: it gets each event as it is, and EventBridge tries for a day.
fn changed_input(target: Option<&Target>) -> Value {
    let retries = target.and_then(Target::retry_policy);
    json!({
        "input": target.and_then(Target::input),
        "input_path": target.and_then(Target::input_path),
        "has_input_transformer": target.is_some_and(|target| target.input_transformer().is_some()),
        // AWS's defaults: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
        "retries": retries.and_then(RetryPolicy::maximum_retry_attempts).unwrap_or(185),
        "retry_seconds": retries.and_then(RetryPolicy::maximum_event_age_in_seconds).unwrap_or(86_400),
        "dead_letter_queue": target.and_then(|target| target.dead_letter_config()?.arn()),
    })
}

async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let tags = absent(answer.map_err(api_error(TAGS)))?.and_then(|answer| answer.tags);
    Ok(tags.unwrap_or_default())
}

impl Adapter for Rule {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let Some(arn) = get(cx, name).await?.and_then(|rule| rule.arn) else {
            return Ok(None);
        };
        let tags = tags(&cx.eventbridge(), &arn).await?;
        cx.claim(TAGS, name.clone(), pairs(&tags))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut named = Vec::new();
        let mut next = None;
        loop {
            let call = lx
                .eventbridge()
                .list_rules()
                .name_prefix(lx.prefix())
                .set_next_token(next);
            let page = call.send().await.map_err(api_error("events:ListRules"))?;
            let rules = page.rules.unwrap_or_default().into_iter();
            named.extend(
                rules.filter_map(|rule| Some((rule.name.filter(|name| lx.is_named_for_stack(name))?, rule.arn?))),
            );
            next = page.next_token;
            if next.is_none() {
                break;
            }
        }
        lx.owned_by_tags(named, async |arn| tags(&lx.eventbridge(), arn).await)
            .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "events:PutRule";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = self.put(cx, &cx.target.name).set_tags(Some(tags));
        call.send().await.map_err(api_error(CALL))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["description", "pattern", "state"]) {
            self.put(cx, id).send().await.map_err(api_error("events:PutRule"))?;
        }
        if !changed.is_new() && changed.take(&["other_targets"]) {
            let others = targets(cx, id).await?.into_iter().map(|target| target.id);
            remove_targets(cx, id, others.filter(|id| id != TARGET).collect()).await?;
        }
        if changed.take(&["state_machine", "role", "target"]) {
            const CALL: &str = "events:PutTargets";
            let target = Target::builder()
                .id(TARGET)
                .arn(self.state_machine.value())
                .role_arn(self.role.value())
                .build()
                .map_err(unbuilt(CALL))?;
            let answer = cx.eventbridge().put_targets().rule(id).targets(target).send().await;
            let answer = answer.map_err(api_error(CALL))?;
            if let Some(failed) = answer.failed_entries().first() {
                return Err(item_error(CALL, failed.error_code(), failed.error_message()));
            }
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(rule) = get(cx, id).await? else {
            return Ok(None);
        };
        let pattern = as_applied(parse(rule.event_pattern().unwrap_or_default()), &self.pattern);
        let targets = targets(cx, id).await?;
        let target = targets.iter().find(|target| target.id() == TARGET);
        let others = targets.iter().filter(|target| target.id() != TARGET);
        let others: Vec<&str> = others.map(Target::arn).collect();
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", rule.arn.clone())
                .field("description", rule.description().unwrap_or_default())
                .field("pattern", pattern)
                .field("state_machine", target.map(Target::arn))
                .field("role", target.and_then(Target::role_arn))
                .constant(
                    "state",
                    RuleState::Enabled.as_str(),
                    rule.state().map(RuleState::as_str),
                )
                .constant("target", changed_input(None), changed_input(target))
                .constant("other_targets", Vec::new(), others),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // Targets must be removed first: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
        let ids: Vec<String> = targets(cx, id).await?.into_iter().map(|target| target.id).collect();
        remove_targets(cx, id, ids).await?;
        let answer = cx.eventbridge().delete_rule().name(id).send().await;
        absent(answer.map_err(api_error("events:DeleteRule")))?;
        Ok(Deletion::Accepted)
    }
}

impl Rule {
    /// Returns the call that creates or changes the rule.
    fn put(&self, cx: &Cx<'_>, name: &str) -> PutRuleFluentBuilder {
        cx.eventbridge()
            .put_rule()
            .name(name)
            .description(&self.description)
            .event_pattern(self.pattern.to_string())
            .state(RuleState::Enabled)
    }
}
