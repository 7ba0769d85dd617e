//! Security groups.

use super::super::aws::by;
use super::SecurityGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, STACK_TAG, State};
use aws_sdk_ec2::types::{ResourceType, SecurityGroupRule};

/// Returns whether a rule is the one that AWS adds to each new group: all outbound traffic, to everywhere.
fn is_default(rule: &SecurityGroupRule) -> bool {
    let everywhere = rule.cidr_ipv4() == Some("0.0.0.0/0") || rule.cidr_ipv6() == Some("::/0");
    let declared = rule.tags().iter().any(|tag| tag.key() == Some(STACK_TAG));
    rule.is_egress() == Some(true) && rule.ip_protocol() == Some("-1") && everywhere && !declared
}

impl Adapter for SecurityGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let (vpc, name) = (self.vpc.value(), cx.target.name.as_str());
        let mut pages = cx
            .ec2()
            .describe_security_groups()
            .filters(by("vpc-id", vpc))
            .filters(by("group-name", name))
            .into_paginator()
            .items()
            .send();
        while let Some(group) = pages.next().await {
            let group = group.map_err(api_error("ec2:DescribeSecurityGroups"))?;
            if group.vpc_id() != Some(vpc) || group.group_name() != Some(name) {
                continue;
            }
            if !cx.owns_ec2(group.tags()) {
                let id = group.group_id().unwrap_or_default();
                let what = format!("the security group `{name}` ({id}) in {vpc}");
                return Err(not_owned("ec2:DescribeSecurityGroups", &what));
            }
            return Ok(group.group_id);
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_security_groups().filters(lx.ec2_filter());
        gather(
            "ec2:DescribeSecurityGroups",
            call.into_paginator().items().send(),
            |one| lx.owned_ec2(one.group_id(), one.tags()),
        )
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .create_security_group()
            .group_name(&cx.target.name)
            .description(&self.description)
            .vpc_id(self.vpc.value())
            .tag_specifications(cx.ec2_tags(ResourceType::SecurityGroup));
        let answer = call.send().await.map_err(api_error("ec2:CreateSecurityGroup"))?;
        answer
            .group_id
            .ok_or_else(|| missing("ec2:CreateSecurityGroup", "security group ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() {
            return Ok(());
        }
        let mut pages = cx
            .ec2()
            .describe_security_group_rules()
            .filters(by("group-id", id))
            .into_paginator()
            .items()
            .send();
        let mut defaults = Vec::new();
        while let Some(rule) = pages.next().await {
            let rule = rule.map_err(api_error("ec2:DescribeSecurityGroupRules"))?;
            if rule.group_id() == Some(id) && is_default(&rule) {
                defaults.extend(rule.security_group_rule_id);
            }
        }
        if defaults.is_empty() {
            return Ok(());
        }
        let call = cx
            .ec2()
            .revoke_security_group_egress()
            .group_id(id)
            .set_security_group_rule_ids(Some(defaults));
        absent(call.send().await.map_err(api_error("ec2:RevokeSecurityGroupEgress"))).map(drop)
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.ec2().describe_security_groups().group_ids(id).send().await;
        let answer = absent(answer.map_err(api_error("ec2:DescribeSecurityGroups")))?;
        let group = answer.and_then(|answer| answer.security_groups.unwrap_or_default().into_iter().next());
        Ok(group.map(|group| {
            Live::new(State::Ready)
                .owned(cx.owns_ec2(group.tags()))
                .output("id", id.to_owned())
                .field("vpc", group.vpc_id)
                .field("description", group.description)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.ec2().delete_security_group().group_id(id).send().await;
        match absent(answer.map_err(api_error("ec2:DeleteSecurityGroup"))) {
            Ok(_) => Ok(Deletion::Accepted),
            Err(refusal) => Err(cx.held_by(refusal, "group-id", id).await),
        }
    }
}
