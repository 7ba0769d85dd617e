//! VPCs.

use super::super::aws::{Held, by, default_rules, foreign};
use super::Vpc;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_ec2::operation::describe_vpc_attribute::DescribeVpcAttributeOutput;
use aws_sdk_ec2::types::{AttributeBooleanValue, ResourceType, VpcAttributeName, VpcState};

impl Adapter for Vpc {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_vpcs()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(vpc) = pages.next().await {
            let vpc = vpc.map_err(api_error("ec2:DescribeVpcs"))?;
            if cx.owns_ec2(vpc.tags()) {
                return Ok(vpc.vpc_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_vpcs().filters(lx.ec2_filter());
        gather("ec2:DescribeVpcs", call.into_paginator().items().send(), |one| {
            lx.owned_ec2(one.vpc_id(), one.tags())
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .create_vpc()
            .cidr_block(&self.cidr)
            .tag_specifications(cx.ec2_tags(ResourceType::Vpc));
        let answer = call.send().await.map_err(api_error("ec2:CreateVpc"))?;
        answer
            .vpc
            .and_then(|vpc| vpc.vpc_id)
            .ok_or_else(|| missing("ec2:CreateVpc", "VPC ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        // One attribute per call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html
        let on = AttributeBooleanValue::builder().value(true).build();
        let modify = || cx.ec2().modify_vpc_attribute().vpc_id(id);
        // Host names need DNS resolution, so it is turned on first:
        // https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
        if changed.take(&["dns_support"]) {
            let call = modify().enable_dns_support(on.clone());
            call.send().await.map_err(api_error("ec2:ModifyVpcAttribute"))?;
        }
        if changed.take(&["dns_hostnames"]) {
            let call = modify().enable_dns_hostnames(on);
            call.send().await.map_err(api_error("ec2:ModifyVpcAttribute"))?;
        }
        if changed.take(&["default_group_rules"]) {
            let group = default_group(cx, id).await?.ok_or_else(|| {
                let message = format!("the default security group of {id} is not shown");
                ApiError::new(ApiErrorKind::NotFound, GROUPS, "InvalidGroup.NotFound", message)
            })?;
            // A VPC that was found without a journal may have rules that somebody has added.
            foreign::revoke(cx, &group).await?;
            default_rules::remove_all(&cx.ec2(), &group).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx
            .ec2()
            .describe_vpcs()
            .vpc_ids(id)
            .send()
            .await
            .map_err(api_error("ec2:DescribeVpcs"));
        let Some(vpc) = absent(answer)?.and_then(|answer| answer.vpcs.unwrap_or_default().into_iter().next()) else {
            return Ok(None);
        };
        let state = match vpc.state {
            Some(VpcState::Pending) => State::Pending("pending".into()),
            _ => State::Ready,
        };
        let Some(support) = attribute(cx, id, VpcAttributeName::EnableDnsSupport).await? else {
            return Ok(None);
        };
        let Some(names) = attribute(cx, id, VpcAttributeName::EnableDnsHostnames).await? else {
            return Ok(None);
        };
        let live = Live::new(state)
            .owned_by(cx.ec2_owner(vpc.tags()))
            .output("id", id.to_owned())
            .field("cidr", vpc.cidr_block)
            .constant("dns_support", true, is_on(support.enable_dns_support()))
            .constant("dns_hostnames", true, is_on(names.enable_dns_hostnames()));
        // Nobody can delete the group, so that it is missing only while AWS does not show it yet.
        let Some(group) = default_group(cx, id).await? else {
            return Ok(Some(live));
        };
        let rules = foreign::rules(cx, &group).await?;
        let rules: Vec<String> = rules.iter().map(foreign::describe).collect();
        Ok(Some(live.constant("default_group_rules", Vec::new(), rules)))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.ec2().delete_vpc().vpc_id(id).send().await;
        let refusal = match absent(sent.map_err(api_error("ec2:DeleteVpc"))) {
            Ok(_) => return Ok(Deletion::Accepted),
            Err(refusal) if refusal.kind == ApiErrorKind::InUse => refusal,
            Err(refusal) => return Err(refusal),
        };
        Err(if delete_leftover(cx, id).await {
            refusal
        } else {
            cx.held_by(refusal, Held::Vpc(id)).await
        })
    }
}

const GROUPS: &str = "ec2:DescribeSecurityGroups";

/// Finds the default security group of a VPC, by its name, which no other group can have:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>.
async fn default_group(cx: &Cx<'_>, vpc: &str) -> Result<Option<String>, ApiError> {
    const NAME: &str = "default";
    let call = cx.ec2().describe_security_groups().filters(by("vpc-id", vpc));
    let call = call.filters(by("group-name", NAME));
    let mut pages = call.into_paginator().items().send();
    while let Some(group) = pages.next().await {
        let group = group.map_err(api_error(GROUPS))?;
        if group.vpc_id() == Some(vpc) && group.group_name() == Some(NAME) {
            return Ok(group.group_id);
        }
    }
    Ok(None)
}

/// Reads one attribute, which is all that a call returns; `None` if the VPC does not exist:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html>
async fn attribute(
    cx: &Cx<'_>,
    id: &str,
    name: VpcAttributeName,
) -> Result<Option<DescribeVpcAttributeOutput>, ApiError> {
    let sent = cx.ec2().describe_vpc_attribute().vpc_id(id).attribute(name).send();
    absent(sent.await.map_err(api_error("ec2:DescribeVpcAttribute")))
}

fn is_on(value: Option<&AttributeBooleanValue>) -> bool {
    value.and_then(AttributeBooleanValue::value).unwrap_or_default()
}

/// The security group that CloudFront creates in a VPC for the interfaces of its VPC origins:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>
const OF_VPC_ORIGINS: &str = "CloudFront-VPCOrigins-Service-SG";

/// Deletes the security group that CloudFront may leave in a VPC after its last VPC origin, and returns whether it did
/// so. AWS refuses while an interface still uses the group.
async fn delete_leftover(cx: &Cx<'_>, vpc: &str) -> bool {
    let call = cx.ec2().describe_security_groups().filters(by("vpc-id", vpc));
    let call = call.filters(by("group-name", OF_VPC_ORIGINS));
    let mut pages = call.into_paginator().items().send();
    // Errors are ignored: the next attempt to delete the VPC tries this again.
    while let Some(Ok(group)) = pages.next().await {
        if group.vpc_id() == Some(vpc) && group.group_name() == Some(OF_VPC_ORIGINS) {
            let call = cx.ec2().delete_security_group().set_group_id(group.group_id);
            return call.send().await.is_ok();
        }
    }
    false
}
