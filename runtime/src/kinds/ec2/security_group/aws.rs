//! Security groups.

mod foreign;

use super::super::aws::{Held, by};
use super::SecurityGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::{self as ec2, IpPermission, IpRange, Ipv6Range, ResourceType};

const REVOKE: &str = "ec2:RevokeSecurityGroupEgress";
const READ: &str = "ec2:DescribeSecurityGroups";

/// Returns the rules that AWS adds to each new group: all outbound traffic, to everywhere. AWS adds the second one if the VPC
/// has IPv6 addresses.
fn default_egress() -> [IpPermission; 2] {
    let all = || IpPermission::builder().ip_protocol("-1");
    [
        all().ip_ranges(IpRange::builder().cidr_ip("0.0.0.0/0").build()).build(),
        all()
            .ipv6_ranges(Ipv6Range::builder().cidr_ipv6("::/0").build())
            .build(),
    ]
}

/// Returns whether a group allows all outbound traffic, to everywhere.
fn allows_all_egress(group: &ec2::SecurityGroup) -> bool {
    group.ip_permissions_egress().iter().any(|permission| {
        permission.ip_protocol() == Some("-1")
            && (permission
                .ip_ranges()
                .iter()
                .any(|range| range.cidr_ip() == Some("0.0.0.0/0"))
                || permission
                    .ipv6_ranges()
                    .iter()
                    .any(|range| range.cidr_ipv6() == Some("::/0")))
    })
}

/// Removes the rules that AWS adds to each new group. They are removed by their values and not looked for first: a list that
/// lags would not show them, and they would remain. Then the group is read, since a call may also not see them.
async fn remove_default_egress(client: &aws_sdk_ec2::Client, id: &str) -> Result<(), ApiError> {
    // One call for each: if one rule does not exist, AWS removes none.
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html
    for rule in default_egress() {
        let call = client.revoke_security_group_egress().group_id(id).ip_permissions(rule);
        match call.send().await.map_err(api_error(REVOKE)) {
            Err(refusal) if refusal.code == "InvalidPermission.NotFound" => {}
            answer => drop(answer?),
        }
    }
    let answer = client.describe_security_groups().group_ids(id).send().await;
    let groups = answer.map_err(api_error(READ))?.security_groups.unwrap_or_default();
    match groups.first() {
        None => {
            let message = format!("the security group {id} is not shown");
            Err(ApiError::new(
                ApiErrorKind::NotFound,
                READ,
                "InvalidGroup.NotFound",
                message,
            ))
        }
        Some(group) if allows_all_egress(group) => {
            let message = format!("the security group {id} still allows all outbound traffic");
            Err(ApiError::new(ApiErrorKind::NotReady, READ, "EgressNotRevoked", message))
        }
        Some(_) => Ok(()),
    }
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
            let group = group.map_err(api_error(READ))?;
            if group.vpc_id() != Some(vpc) || group.group_name() != Some(name) {
                continue;
            }
            if !cx.owns_ec2(group.tags()) {
                let id = group.group_id().unwrap_or_default();
                let what = format!("the security group `{name}` ({id}) in {vpc}");
                return Err(not_owned(READ, &what));
            }
            return Ok(group.group_id);
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_security_groups().filters(lx.ec2_filter());
        gather(READ, call.into_paginator().items().send(), |one| {
            lx.owned_ec2(one.group_id(), one.tags())
        })
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
        if changed.is_new() {
            return remove_default_egress(&cx.ec2(), id).await;
        }
        if changed.take(&["foreign_rules"]) {
            foreign::revoke(cx, id).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.ec2().describe_security_groups().group_ids(id).send().await;
        let answer = absent(answer.map_err(api_error(READ)))?;
        let group = answer.and_then(|answer| answer.security_groups.unwrap_or_default().into_iter().next());
        let Some(group) = group else {
            return Ok(None);
        };
        let foreign = foreign::rules(cx, id).await?;
        let foreign: Vec<String> = foreign.iter().map(foreign::describe).collect();
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(cx.ec2_owner(group.tags()))
                .output("id", id.to_owned())
                .field("vpc", group.vpc_id)
                .field("description", group.description)
                .constant("foreign_rules", Vec::new(), foreign),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.ec2().delete_security_group().group_id(id).send().await;
        match absent(answer.map_err(api_error("ec2:DeleteSecurityGroup"))) {
            Ok(_) => Ok(Deletion::Accepted),
            Err(refusal) => Err(cx.held_by(refusal, Held::Group(id)).await),
        }
    }
}

#[cfg(test)]
mod tests;
