//! Security groups.

use super::super::aws::{Held, by, default_rules, foreign};
use super::SecurityGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::ResourceType;

const READ: &str = "ec2:DescribeSecurityGroups";

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
            return default_rules::remove_egress(&cx.ec2(), id).await;
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
