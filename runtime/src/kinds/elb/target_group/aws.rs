//! Target groups.

use super::super::aws::{Attributes, differing};
use super::TargetGroup;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_elasticloadbalancingv2::types::{Matcher, ProtocolEnum, TargetGroupAttribute, TargetTypeEnum};
use serde_json::{Value, json};

const DESCRIBE: &str = "elasticloadbalancing:DescribeTargetGroups";
const DRAIN: &str = "deregistration_delay.timeout_seconds";

/// A health check sends requests to the IP address, and Moodle answers 303 if the host is not its own.
const HEALTHY: &str = "200,303";
/// The port of a health check: the one that gets the requests.
const TRAFFIC_PORT: &str = "traffic-port";

/// The attributes that every target group has, besides the seconds that a deregistered task has. They are AWS's defaults, which
/// somebody could change: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html>.
const FIXED: &[(&str, &str)] = &[
    ("stickiness.enabled", "false"),
    ("slow_start.duration_seconds", "0"),
    ("load_balancing.algorithm.type", "round_robin"),
];

fn matcher() -> Matcher {
    Matcher::builder().http_code(HEALTHY).build()
}

/// Describes what a health check of every target group is.
fn health_check(enabled: bool, protocol: &str, port: &str, codes: &str) -> Value {
    json!({ "enabled": enabled, "protocol": protocol, "port": port, "codes": codes })
}

impl Adapter for TargetGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        // One name, so one page.
        let answer = cx.elb().describe_target_groups().names(name).send().await;
        let Some(answer) = absent(answer.map_err(api_error(DESCRIBE)))? else {
            return Ok(None);
        };
        let mut all = answer.target_groups.unwrap_or_default().into_iter();
        match all
            .find(|one| one.target_group_name() == Some(name))
            .and_then(|one| one.target_group_arn)
        {
            Some(arn) => cx.elb_owned(arn, &format!("the target group `{name}`")).await,
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.elb().describe_target_groups().into_paginator().items().send();
        let named = gather(DESCRIBE, pages, |one| {
            let ours = one.target_group_name().is_some_and(|name| lx.is_named_for_stack(name));
            one.target_group_arn.filter(|_| ours)
        });
        lx.owned_elb(&named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticloadbalancing:CreateTargetGroup";
        let call = cx
            .elb()
            .create_target_group()
            .name(&cx.target.name)
            .vpc_id(self.vpc.value())
            .protocol(ProtocolEnum::Http)
            .port(self.port.into())
            .target_type(TargetTypeEnum::Ip)
            .health_check_protocol(ProtocolEnum::Http)
            .health_check_path(&self.health_path)
            .health_check_interval_seconds(int(self.health_interval))
            .health_check_timeout_seconds(int(self.health_timeout))
            .healthy_threshold_count(int(self.healthy))
            .unhealthy_threshold_count(int(self.unhealthy))
            .matcher(matcher())
            .set_tags(Some(cx.elb_tags()));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let new = answer.target_groups.unwrap_or_default().into_iter().next();
        new.and_then(|one| one.target_group_arn)
            .ok_or_else(|| missing(CALL, "target group ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let health = [
            "health_path",
            "health_interval",
            "health_timeout",
            "healthy",
            "unhealthy",
            "health_check",
        ];
        if !changed.is_new() && changed.take(&health) {
            let call = cx
                .elb()
                .modify_target_group()
                .target_group_arn(id)
                .health_check_enabled(true)
                .health_check_protocol(ProtocolEnum::Http)
                .health_check_port(TRAFFIC_PORT)
                .health_check_path(&self.health_path)
                .health_check_interval_seconds(int(self.health_interval))
                .health_check_timeout_seconds(int(self.health_timeout))
                .healthy_threshold_count(int(self.healthy))
                .unhealthy_threshold_count(int(self.unhealthy))
                .matcher(matcher());
            call.send()
                .await
                .map_err(api_error("elasticloadbalancing:ModifyTargetGroup"))?;
        }
        if changed.take(&["drain", "attributes"]) {
            let attribute = |key: &str, value: &str| TargetGroupAttribute::builder().key(key).value(value).build();
            let attributes = FIXED.iter().map(|(key, value)| attribute(key, value));
            let drain = attribute(DRAIN, &self.drain.to_string());
            let call = cx
                .elb()
                .modify_target_group_attributes()
                .target_group_arn(id)
                .set_attributes(Some(attributes.chain([drain]).collect()));
            let sent = call.send().await;
            sent.map_err(api_error("elasticloadbalancing:ModifyTargetGroupAttributes"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.elb().describe_target_groups().target_group_arns(id).send().await;
        let found = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.target_groups);
        let Some(one) = found.and_then(|all| all.into_iter().next()) else {
            return Ok(None);
        };
        let Some(owner) = cx.elb_owner(id).await? else {
            return Ok(None);
        };
        let attributes = cx.elb().describe_target_group_attributes().target_group_arn(id).send();
        let attributes = attributes
            .await
            .map_err(api_error("elasticloadbalancing:DescribeTargetGroupAttributes"));
        let Some(attributes) = absent(attributes)? else {
            return Ok(None);
        };
        let attributes = attributes.attributes.unwrap_or_default().into_iter();
        let attributes: Attributes = attributes.filter_map(|one| one.key.zip(one.value)).collect();
        let drain = attributes.get(DRAIN).and_then(|value| value.parse::<u32>().ok());
        let (expected, differing) = differing(FIXED.iter().copied(), &attributes);
        let health = health_check(
            one.health_check_enabled != Some(false),
            one.health_check_protocol.as_ref().map_or("", ProtocolEnum::as_str),
            one.health_check_port.as_deref().unwrap_or(TRAFFIC_PORT),
            one.matcher().and_then(Matcher::http_code).unwrap_or_default(),
        );
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(owner)
                .output("arn", id.to_owned())
                .output("label", id.rsplit(':').next().map(str::to_owned))
                .reported("vpc", one.vpc_id)
                .reported("port", one.port)
                .reported("health_path", one.health_check_path)
                .reported("health_interval", one.health_check_interval_seconds)
                .reported("health_timeout", one.health_check_timeout_seconds)
                .reported("healthy", one.healthy_threshold_count)
                .reported("unhealthy", one.unhealthy_threshold_count)
                .reported("drain", drain)
                .constant("attributes", expected, differing)
                .constant(
                    "health_check",
                    health_check(true, ProtocolEnum::Http.as_str(), TRAFFIC_PORT, HEALTHY),
                    health,
                ),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_elb(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.elb().delete_target_group().target_group_arn(id).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteTargetGroup")))?;
        Ok(Deletion::Accepted)
    }
}
