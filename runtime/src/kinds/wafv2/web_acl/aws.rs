//! AWS WAF: web ACLs of CloudFront, which exist only in us-east-1.

mod constants;
mod logging;
mod statement;

use self::constants::{default_action, differing, is_of_shield, visibility};
use self::logging::{live_actions, live_redacted};
use super::super::aws::{self, Page, claim, name_and_id, tags};
use super::{RuleGroup, WebAcl};
use crate::aws::answer::in_order;
use crate::aws::request::{int, unbuilt, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::blueprint::EDGE_REGION;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_wafv2::Client;
use aws_sdk_wafv2::operation::get_web_acl::GetWebAclOutput;
use aws_sdk_wafv2::types::{
    AllowAction, BlockAction, CountAction, DefaultAction, LoggingConfiguration, NoneAction, OverrideAction,
    RateBasedStatement, RateBasedStatementAggregateKeyType, Rule, RuleAction, Scope, Statement, Tag, VisibilityConfig,
};

const LIST: &str = "wafv2:ListWebACLs";
const VENDOR: &str = "AWS";

/// Counts requests in metrics. No sample of them is kept: it has all headers, and nothing is redacted in it. The log has what
/// was blocked or counted.
fn visible(metric: &str, call: &'static str) -> Result<VisibilityConfig, ApiError> {
    VisibilityConfig::builder()
        .sampled_requests_enabled(false)
        .cloud_watch_metrics_enabled(true)
        .metric_name(metric)
        .build()
        .map_err(unbuilt(call))
}

fn allow() -> DefaultAction {
    DefaultAction::builder().allow(AllowAction::builder().build()).build()
}

impl WebAcl {
    /// Returns the rule groups in order, then the rate limit.
    fn rules(&self, call: &'static str) -> Result<Vec<Rule>, ApiError> {
        let groups = self.groups.iter().zip(0..);
        let mut rules: Vec<Rule> = groups
            .map(|(group, priority)| group_rule(group, &self.rule_name(group), priority, call))
            .collect::<Result<_, _>>()?;
        let exempt: Vec<&str> = values(&self.exempt).collect();
        let rate = RateBasedStatement::builder()
            .limit(self.rate_limit.into())
            .evaluation_window_sec(300)
            .aggregate_key_type(RateBasedStatementAggregateKeyType::Ip)
            .set_scope_down_statement(statement::not_from(&exempt, call)?.map(Box::new))
            .build()
            .map_err(unbuilt(call))?;
        let last = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let rule = Rule::builder()
            .name("rate-limit")
            .priority(int(last))
            .statement(Statement::builder().rate_based_statement(rate).build())
            .action(RuleAction::builder().block(BlockAction::builder().build()).build())
            .visibility_config(visible("rate-limit", call)?);
        rules.push(rule.build().map_err(unbuilt(call))?);
        Ok(rules)
    }
}

impl WebAcl {
    /// Returns the name of a group's rule, which is unique in the web ACL. A group that is there several times, for different
    /// paths, is numbered.
    fn rule_name(&self, group: &RuleGroup) -> String {
        let same = self.groups.iter().filter(|one| one.name == group.name);
        let earlier = same.take_while(|one| *one != group).count();
        match earlier {
            0 => format!("{VENDOR}-{}", group.name),
            n => format!("{VENDOR}-{}-{}", group.name, n + 1),
        }
    }
}

fn group_rule(group: &RuleGroup, name: &str, priority: i32, call: &'static str) -> Result<Rule, ApiError> {
    let overriding = OverrideAction::builder();
    let overriding = if group.count_only {
        overriding.count(CountAction::builder().build())
    } else {
        overriding.none(NoneAction::builder().build())
    };
    Rule::builder()
        .visibility_config(visible(name, call)?)
        .name(name)
        .priority(priority)
        .statement(statement::group(group, VENDOR, call)?)
        .override_action(overriding.build())
        .build()
        .map_err(unbuilt(call))
}

/// Returns the managed rule groups among rules, in the order of evaluation.
fn live_groups(rules: &[Rule]) -> Vec<RuleGroup> {
    let mut rules: Vec<&Rule> = rules.iter().collect();
    rules.sort_by_key(|rule| rule.priority());
    let groups = rules.into_iter().filter_map(|rule| {
        let managed = rule.statement()?.managed_rule_group_statement()?;
        let count_only = rule.override_action().is_some_and(|one| one.count().is_some());
        Some(statement::live_group(managed, count_only))
    });
    groups.collect()
}

fn live_rate(rules: &[Rule]) -> Option<&RateBasedStatement> {
    let mut rates = rules.iter().filter_map(|rule| rule.statement()?.rate_based_statement());
    rates.next()
}

async fn get(cx: &Cx<'_>, arn: &str) -> Result<Option<GetWebAclOutput>, ApiError> {
    let (name, id) = name_and_id(arn);
    let call = cx.wafv2().get_web_acl().scope(Scope::Cloudfront).name(name).id(id);
    absent(call.send().await.map_err(api_error("wafv2:GetWebACL")))
}

async fn logging(cx: &Cx<'_>, arn: &str) -> Result<Option<LoggingConfiguration>, ApiError> {
    let answer = cx.wafv2().get_logging_configuration().resource_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("wafv2:GetLoggingConfiguration")))?;
    Ok(answer.and_then(|answer| answer.logging_configuration))
}

/// Deletes a web ACL's logging configuration, if there is one.
async fn stop_logging(cx: &Cx<'_>, arn: &str) -> Result<(), ApiError> {
    let call = cx.wafv2().delete_logging_configuration().resource_arn(arn);
    match call.send().await.map_err(api_error("wafv2:DeleteLoggingConfiguration")) {
        // Not `absent`: the web ACL may exist without it.
        Err(error) if error.kind == ApiErrorKind::NotFound => Ok(()),
        sent => sent.map(drop),
    }
}

/// Returns the ARN of the log group that a web ACL logs to, without the `:*` at its end.
fn logs_to(logging: &LoggingConfiguration) -> Option<String> {
    let to = logging.log_destination_configs().first();
    to.map(|to| to.trim_end_matches(":*").to_owned())
}

/// Lists the ARNs of the web ACLs whose names match.
async fn named(client: &Client, is_named: impl Fn(&str) -> bool) -> Result<Vec<String>, ApiError> {
    aws::named(is_named, async |marker| {
        let call = client.list_web_acls().scope(Scope::Cloudfront).limit(100);
        let page = call.set_next_marker(marker).send().await.map_err(api_error(LIST))?;
        let items = page.web_acls.unwrap_or_default().into_iter();
        Ok(Page {
            items: items.map(|one| (one.name, one.arn)).collect(),
            next: page.next_marker,
        })
    })
    .await
}

impl Adapter for WebAcl {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        claim(cx, LIST, named(&cx.wafv2(), |one| one == name).await?).await
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        if lx.scope.region != EDGE_REGION {
            return Ok(Vec::new());
        }
        let arns = named(&lx.wafv2(), |name| lx.is_named_for_stack(name)).await?;
        lx.owned_by_tags(arns, async |arn| tags(&lx.wafv2(), arn).await).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "wafv2:CreateWebACL";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = cx
            .wafv2()
            .create_web_acl()
            .name(&cx.target.name)
            .scope(Scope::Cloudfront)
            .default_action(allow())
            .description(&self.description)
            .set_rules(Some(self.rules(CALL)?))
            .visibility_config(visible(&cx.target.name, CALL)?)
            .set_tags(Some(tags));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let created = answer.summary.and_then(|one| one.arn);
        created.ok_or_else(|| missing(CALL, "web ACL ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        const UPDATE: &str = "wafv2:UpdateWebACL";
        const LOG: &str = "wafv2:PutLoggingConfiguration";
        let sent = [
            "description",
            "groups",
            "rate_limit",
            "exempt",
            "default_action",
            "rules",
            "visibility",
        ];
        if !changed.is_new() && changed.take(&sent) {
            let live = get(cx, id).await?;
            let lock = live.as_ref().and_then(|answer| answer.lock_token.clone());
            let kept = live.and_then(|answer| answer.web_acl?.rules).into_iter().flatten();
            let rules = self.rules(UPDATE)?.into_iter().chain(kept.filter(is_of_shield));
            let (name, short) = name_and_id(id);
            let call = cx
                .wafv2()
                .update_web_acl()
                .name(name)
                .id(short)
                .scope(Scope::Cloudfront)
                .set_lock_token(lock)
                .default_action(allow())
                .description(&self.description)
                .set_rules(Some(rules.collect()))
                .visibility_config(visible(name, UPDATE)?);
            call.send().await.map_err(api_error(UPDATE))?;
        }
        if changed.take(&["log_group", "redacted", "logged_actions"]) {
            match &self.log_group {
                // A web ACL has one configuration, and a put replaces the old one.
                Some(group) => {
                    let logging = LoggingConfiguration::builder()
                        .resource_arn(id)
                        .log_destination_configs(group.value())
                        .set_redacted_fields(Some(self.redacted_fields(LOG)?))
                        .logging_filter(self.logging_filter(LOG)?);
                    let logging = logging.build().map_err(unbuilt(LOG))?;
                    let call = cx.wafv2().put_logging_configuration().logging_configuration(logging);
                    call.send().await.map_err(api_error(LOG))?;
                }
                // A new web ACL does not log.
                None if changed.is_new() => {}
                None => stop_logging(cx, id).await?,
            }
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = get(cx, id).await?.and_then(|answer| answer.web_acl) else {
            return Ok(None);
        };
        let logging = logging(cx, id).await?;
        let logged = logging.as_ref().map(live_actions).unwrap_or_default();
        let redacted = logging.as_ref().map(|logging| live_redacted(logging, &self.redacted));
        let redacted = redacted.unwrap_or_default();
        let rate = live_rate(one.rules());
        let exempt = statement::live_not_from(rate.and_then(RateBasedStatement::scope_down_statement));
        let (expected, rules) = differing(&self.rules("wafv2:GetWebACL")?, one.rules());
        let seen = visible(&cx.target.name, "wafv2:GetWebACL")?;
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .reported("description", one.description())
                .field("groups", live_groups(one.rules()))
                .field("rate_limit", rate.map(RateBasedStatement::limit))
                .field("exempt", in_order(values(&self.exempt), exempt))
                .field("log_group", logging.as_ref().and_then(logs_to))
                .field("redacted", redacted)
                .field(
                    "logged_actions",
                    in_order(self.logged_actions.iter().map(String::as_str), logged),
                )
                .constant("rules", expected, rules)
                .constant(
                    "visibility",
                    visibility(Some(&seen)),
                    visibility(one.visibility_config()),
                )
                .constant(
                    "default_action",
                    default_action(Some(&allow())),
                    default_action(one.default_action()),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(one) = get(cx, id).await? else {
            return Ok(Deletion::NotFound);
        };
        stop_logging(cx, id).await?;
        let (name, short) = name_and_id(id);
        let call = cx
            .wafv2()
            .delete_web_acl()
            .name(name)
            .id(short)
            .scope(Scope::Cloudfront)
            .set_lock_token(one.lock_token);
        absent(call.send().await.map_err(api_error("wafv2:DeleteWebACL")))?;
        Ok(Deletion::Accepted)
    }
}
