//! Load balancers.

use super::super::aws::{Attributes, differing};
use super::LoadBalancer;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::{Ref, id::BucketName};
use aws_sdk_elasticloadbalancingv2::types::{
    IpAddressType, LoadBalancerAttribute, LoadBalancerSchemeEnum, LoadBalancerStateEnum, LoadBalancerTypeEnum,
};

const LOG_PREFIX: &str = "access_logs.s3.prefix";
const DESCRIBE: &str = "elasticloadbalancing:DescribeLoadBalancers";

fn attribute(key: &str, value: impl Into<String>) -> LoadBalancerAttribute {
    LoadBalancerAttribute::builder().key(key).value(value).build()
}

/// The attributes that every load balancer has. Some are AWS's defaults, which somebody could change:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html>.
const FIXED: &[(&str, &str)] = &[
    ("routing.http.drop_invalid_header_fields.enabled", "true"),
    ("routing.http.desync_mitigation_mode", "defensive"),
    ("routing.http.preserve_host_header.enabled", "false"),
    ("routing.http.xff_header_processing.mode", "append"),
];

impl LoadBalancer {
    /// Returns every attribute that is set.
    fn attributes(&self) -> Vec<LoadBalancerAttribute> {
        let mut attributes = vec![
            attribute("idle_timeout.timeout_seconds", self.idle_timeout.to_string()),
            attribute("deletion_protection.enabled", self.deletion_protection.to_string()),
            attribute("access_logs.s3.enabled", self.access_logs.is_some().to_string()),
        ];
        if let Some(bucket) = &self.access_logs {
            attributes.push(attribute("access_logs.s3.bucket", bucket.value()));
            // The bucket's policy lets logs be written without a prefix.
            attributes.push(attribute(LOG_PREFIX, ""));
        }
        attributes.extend(FIXED.iter().map(|(key, value)| attribute(key, *value)));
        attributes
    }
}

impl Adapter for LoadBalancer {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        // One name, so one page.
        let answer = cx.elb().describe_load_balancers().names(name).send().await;
        let Some(answer) = absent(answer.map_err(api_error(DESCRIBE)))? else {
            return Ok(None);
        };
        let mut all = answer.load_balancers.unwrap_or_default().into_iter();
        match all
            .find(|one| one.load_balancer_name() == Some(name))
            .and_then(|one| one.load_balancer_arn)
        {
            Some(arn) => cx.elb_owned(arn, &format!("the load balancer `{name}`")).await,
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.elb().describe_load_balancers().into_paginator().items().send();
        let named = gather(DESCRIBE, pages, |one| {
            let ours = one.load_balancer_name().is_some_and(|name| lx.is_named_for_stack(name));
            one.load_balancer_arn.filter(|_| ours)
        });
        lx.owned_elb(&named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticloadbalancing:CreateLoadBalancer";
        let scheme = if self.internal {
            LoadBalancerSchemeEnum::Internal
        } else {
            LoadBalancerSchemeEnum::InternetFacing
        };
        let call = cx
            .elb()
            .create_load_balancer()
            .name(&cx.target.name)
            .r#type(LoadBalancerTypeEnum::Application)
            .scheme(scheme)
            .ip_address_type(IpAddressType::Ipv4)
            .set_subnets(Some(list(&self.subnets)))
            .set_security_groups(Some(list(&self.groups)))
            .set_tags(Some(cx.elb_tags()));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let new = answer.load_balancers.unwrap_or_default().into_iter().next();
        new.and_then(|one| one.load_balancer_arn)
            .ok_or_else(|| missing(CALL, "load balancer ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.take(&["idle_timeout", "access_logs", "deletion_protection", "attributes"]) {
            let call = cx.elb().modify_load_balancer_attributes().load_balancer_arn(id);
            let sent = call.set_attributes(Some(self.attributes())).send().await;
            sent.map_err(api_error("elasticloadbalancing:ModifyLoadBalancerAttributes"))?;
        }
        if !changed.is_new() && changed.take(&["subnets"]) {
            let call = cx.elb().set_subnets().load_balancer_arn(id);
            let sent = call.set_subnets(Some(list(&self.subnets))).send().await;
            sent.map_err(api_error("elasticloadbalancing:SetSubnets"))?;
        }
        if !changed.is_new() && changed.take(&["ip_address_type"]) {
            let call = cx.elb().set_ip_address_type().load_balancer_arn(id);
            let sent = call.ip_address_type(IpAddressType::Ipv4).send().await;
            sent.map_err(api_error("elasticloadbalancing:SetIpAddressType"))?;
        }
        if !changed.is_new() && changed.take(&["groups"]) {
            let call = cx.elb().set_security_groups().load_balancer_arn(id);
            let sent = call.set_security_groups(Some(list(&self.groups))).send().await;
            sent.map_err(api_error("elasticloadbalancing:SetSecurityGroups"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.elb().describe_load_balancers().load_balancer_arns(id).send().await;
        let found = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.load_balancers);
        let Some(one) = found.and_then(|all| all.into_iter().next()) else {
            return Ok(None);
        };
        let Some(owner) = cx.elb_owner(id).await? else {
            return Ok(None);
        };
        let attributes = cx
            .elb()
            .describe_load_balancer_attributes()
            .load_balancer_arn(id)
            .send();
        let attributes = attributes
            .await
            .map_err(api_error("elasticloadbalancing:DescribeLoadBalancerAttributes"));
        let Some(attributes) = absent(attributes)? else {
            return Ok(None);
        };
        let attributes = attributes.attributes.unwrap_or_default().into_iter();
        let attributes: Attributes = attributes.filter_map(|one| one.key.zip(one.value)).collect();
        let attribute = |key: &str| attributes.get(key).map(String::as_str);
        let fixed = FIXED.iter().copied();
        let fixed = fixed.chain(self.access_logs.is_some().then_some((LOG_PREFIX, "")));
        let (expected, differing) = differing(fixed, &attributes);
        let logs = attribute("access_logs.s3.enabled") == Some("true");
        let logs = logs.then(|| Ref::<BucketName>::known(attribute("access_logs.s3.bucket").unwrap_or_default()));

        let state = match one.state() {
            Some(state) => match state.code() {
                Some(LoadBalancerStateEnum::Provisioning) => {
                    let reason = state.reason().map(|reason| format!("\n{reason}"));
                    State::Pending(format!("provisioning{}", reason.unwrap_or_default()))
                }
                Some(LoadBalancerStateEnum::Failed) => {
                    State::Failed(format!("failed: {}", state.reason().unwrap_or("AWS gives no reason")))
                }
                _ => State::Ready,
            },
            None => State::Ready,
        };
        let zones = one.availability_zones().iter();
        let subnets = zones.filter_map(|zone| zone.subnet_id());
        let label = id.split_once(":loadbalancer/").map(|(_, label)| label.to_owned());
        Ok(Some(
            Live::new(state)
                .owned_by(owner)
                .output("arn", id.to_owned())
                .output("dns_name", one.dns_name.clone())
                .output("zone", one.canonical_hosted_zone_id.clone())
                .output("label", label)
                .reported(
                    "internal",
                    one.scheme().map(|scheme| *scheme == LoadBalancerSchemeEnum::Internal),
                )
                .field("subnets", in_order(values(&self.subnets), subnets))
                .field("groups", in_order(values(&self.groups), one.security_groups()))
                .reported(
                    "idle_timeout",
                    attribute("idle_timeout.timeout_seconds").and_then(|value| value.parse::<u32>().ok()),
                )
                .field("access_logs", logs)
                .reported(
                    "deletion_protection",
                    attribute("deletion_protection.enabled").map(|value| value == "true"),
                )
                .constant("attributes", expected, differing)
                .constant(
                    "ip_address_type",
                    IpAddressType::Ipv4.as_str(),
                    one.ip_address_type().map(IpAddressType::as_str),
                ),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_elb(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let off = attribute("deletion_protection.enabled", "false");
        let call = cx.elb().modify_load_balancer_attributes().load_balancer_arn(id);
        let sent = call.attributes(off).send().await;
        let sent = absent(sent.map_err(api_error("elasticloadbalancing:ModifyLoadBalancerAttributes")))?;
        if sent.is_some() {
            let sent = cx.elb().delete_load_balancer().load_balancer_arn(id).send().await;
            absent(sent.map_err(api_error("elasticloadbalancing:DeleteLoadBalancer")))?;
        }
        Ok(Deletion::Accepted)
    }
}
