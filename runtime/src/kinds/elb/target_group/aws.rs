//! Target groups.

use super::TargetGroup;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_elasticloadbalancingv2::types::{Matcher, ProtocolEnum, TargetGroupAttribute, TargetTypeEnum};

const DESCRIBE: &str = "elasticloadbalancing:DescribeTargetGroups";
const DRAIN: &str = "deregistration_delay.timeout_seconds";

/// A health check sends requests to the IP address, and Moodle answers 303 if the host is not its own.
fn matcher() -> Matcher {
    Matcher::builder().http_code("200,303").build()
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
        ];
        if !changed.is_new() && changed.take(&health) {
            let call = cx
                .elb()
                .modify_target_group()
                .target_group_arn(id)
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
        if changed.take(&["drain"]) {
            let attribute = |key: &str, value: String| TargetGroupAttribute::builder().key(key).value(value).build();
            let call = cx
                .elb()
                .modify_target_group_attributes()
                .target_group_arn(id)
                .attributes(attribute(DRAIN, self.drain.to_string()))
                .attributes(attribute("stickiness.enabled", "false".into()));
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
        let attributes = cx.elb().describe_target_group_attributes().target_group_arn(id).send();
        let attributes = attributes
            .await
            .map_err(api_error("elasticloadbalancing:DescribeTargetGroupAttributes"));
        let Some(attributes) = absent(attributes)? else {
            return Ok(None);
        };
        let mut attributes = attributes.attributes().iter();
        let drain = attributes.find(|one| one.key() == Some(DRAIN));
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .output("label", id.rsplit(':').next().map(str::to_owned))
                .reported("vpc", one.vpc_id)
                .reported("port", one.port)
                .reported("health_path", one.health_check_path)
                .reported("health_interval", one.health_check_interval_seconds)
                .reported("health_timeout", one.health_check_timeout_seconds)
                .reported("healthy", one.healthy_threshold_count)
                .reported("unhealthy", one.unhealthy_threshold_count)
                .reported(
                    "drain",
                    drain
                        .and_then(|one| one.value())
                        .and_then(|value| value.parse::<u32>().ok()),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.elb().delete_target_group().target_group_arn(id).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteTargetGroup")))?;
        Ok(Deletion::Accepted)
    }
}
