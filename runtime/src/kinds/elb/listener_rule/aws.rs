//! Listener rules.

use super::super::aws::{forward, forwards_to};
use super::ListenerRule;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::secret::{SAME, comparison};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::kinds::elb::Listener;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use crate::secret::SecretValue;
use aws_sdk_elasticloadbalancingv2::types::{HttpHeaderConditionConfig, Rule, RuleCondition, RulePriorityPair};

const DESCRIBE: &str = "elasticloadbalancing:DescribeRules";

impl ListenerRule {
    /// Matches requests that carry the header with the secret's value.
    fn condition(&self, secret: &SecretValue) -> RuleCondition {
        let header = HttpHeaderConditionConfig::builder()
            .http_header_name(&self.header)
            .values(secret.expose());
        RuleCondition::builder()
            .field("http-header")
            .http_header_config(header.build())
            .build()
    }
}

impl ListenerRule {
    async fn has_other_priority(&self, cx: &Cx<'_>, id: &str) -> Result<bool, ApiError> {
        let live = describe(cx, id).await?.and_then(|one| one.priority);
        Ok(live != Some(self.priority.to_string()))
    }
}

/// Describes a rule by its ARN.
async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<Rule>, ApiError> {
    let answer = cx.elb().describe_rules().rule_arns(id).send().await;
    let found = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.rules);
    Ok(found.and_then(|all| all.into_iter().next()))
}

/// Returns what a rule checks, without the values, which are secret.
fn conditions(rule: &Rule) -> Vec<String> {
    let conditions = rule.conditions().iter().map(|one| {
        let header = one
            .http_header_config()
            .map(|header| header.values().len() + header.regex_values().len());
        let values = header.unwrap_or(one.values().len());
        let noun = if values == 1 { "value" } else { "values" };
        format!("{}, with {values} {noun}", one.field().unwrap_or_default())
    });
    conditions.collect()
}

impl Adapter for ListenerRule {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let call = cx.elb().describe_rules().listener_arn(self.listener.value());
        let mut pages = call.into_paginator().items().send();
        let priority = self.priority.to_string();
        while let Some(one) = pages.next().await {
            match one.map_err(api_error(DESCRIBE)) {
                Ok(one) if one.priority() == Some(&priority) => {
                    let Some(arn) = one.rule_arn else { continue };
                    let what = format!("a rule of priority {priority} on the listener");
                    return cx.elb_owned(arn, &what).await;
                }
                Ok(_) => {}
                Err(error) if error.kind == ApiErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for arn in lx.known_here(&Listener::INFO, ":listener/") {
            let pages = lx
                .elb()
                .describe_rules()
                .listener_arn(arn)
                .into_paginator()
                .items()
                .send();
            let found = absent(gather(DESCRIBE, pages, |one| one.rule_arn).await)?;
            owned.extend(lx.owned_elb(&found.unwrap_or_default()).await?);
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticloadbalancing:CreateRule";
        let secret = cx.secret_value(self.secret.value()).await?;
        let call = cx
            .elb()
            .create_rule()
            .listener_arn(self.listener.value())
            .priority(int(self.priority))
            .conditions(self.condition(&secret))
            .actions(forward(self.target_group.value()))
            .set_tags(Some(cx.elb_tags()));
        let answer = call.send().await.map_err(api_error(CALL));
        let answer = answer.map_err(|error| secret.redact(error))?;
        let new = answer.rules.unwrap_or_default().into_iter().next();
        new.and_then(|one| one.rule_arn)
            .ok_or_else(|| missing(CALL, "rule ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() {
            return Ok(());
        }
        // AWS may refuse a priority as taken even if this rule has it.
        if changed.take(&["priority"]) && self.has_other_priority(cx, id).await? {
            let pair = RulePriorityPair::builder().rule_arn(id).priority(int(self.priority));
            let sent = cx.elb().set_rule_priorities().rule_priorities(pair.build()).send();
            sent.await
                .map_err(api_error("elasticloadbalancing:SetRulePriorities"))?;
        }
        let sent = ["header", "secret", "target_group", "conditions", "header_value"];
        if changed.take(&sent) {
            let secret = cx.secret_value(self.secret.value()).await?;
            let call = cx
                .elb()
                .modify_rule()
                .rule_arn(id)
                .conditions(self.condition(&secret))
                .actions(forward(self.target_group.value()));
            let sent = call.send().await.map_err(api_error("elasticloadbalancing:ModifyRule"));
            sent.map_err(|error| secret.redact(error))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(cx, id).await? else {
            return Ok(None);
        };
        let Some(owner) = cx.elb_owner(id).await? else {
            return Ok(None);
        };
        // The condition's values are the secret, so only what they are in comparison is returned.
        let header = one.conditions().iter().find_map(|one| one.http_header_config());
        let values = header.map(HttpHeaderConditionConfig::values).unwrap_or_default();
        let secret = cx.secret_to_compare(self.secret.value()).await?;
        let value = secret.map(|secret| comparison(&secret, values.iter().map(String::as_str)));
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(owner)
                .output("arn", id.to_owned())
                .output("target_group", forwards_to(one.actions()))
                .reported(
                    "priority",
                    one.priority().and_then(|priority| priority.parse::<u32>().ok()),
                )
                .field("header", header.and_then(|header| header.http_header_name()))
                .field("target_group", forwards_to(one.actions()))
                .constant("header_value", SAME, value)
                .constant(
                    "conditions",
                    vec!["http-header, with 1 value".to_owned()],
                    conditions(&one),
                ),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_elb(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.elb().delete_rule().rule_arn(id).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteRule")))?;
        Ok(Deletion::Accepted)
    }
}
