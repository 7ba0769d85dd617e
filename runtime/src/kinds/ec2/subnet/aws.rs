//! Subnets.

use super::super::aws::Held;
use super::Subnet;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::{AttributeBooleanValue, ResourceType, SubnetState};

impl Adapter for Subnet {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_subnets()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(subnet) = pages.next().await {
            let subnet = subnet.map_err(api_error("ec2:DescribeSubnets"))?;
            if cx.owns_ec2(subnet.tags()) {
                return Ok(subnet.subnet_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_subnets().filters(lx.ec2_filter());
        gather("ec2:DescribeSubnets", call.into_paginator().items().send(), |one| {
            lx.owned_ec2(one.subnet_id(), one.tags())
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .create_subnet()
            .vpc_id(self.vpc.value())
            .cidr_block(&self.cidr)
            .availability_zone(&self.zone)
            .tag_specifications(cx.ec2_tags(ResourceType::Subnet));
        let answer = call.send().await.map_err(api_error("ec2:CreateSubnet"))?;
        answer
            .subnet
            .and_then(|subnet| subnet.subnet_id)
            .ok_or_else(|| missing("ec2:CreateSubnet", "subnet ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["public_addresses_on_launch"]) {
            return Ok(());
        }
        let off = AttributeBooleanValue::builder().value(false).build();
        let call = cx.ec2().modify_subnet_attribute().subnet_id(id);
        let sent = call.map_public_ip_on_launch(off).send().await;
        sent.map(drop).map_err(api_error("ec2:ModifySubnetAttribute"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.ec2().describe_subnets().subnet_ids(id).send().await;
        let answer = absent(answer.map_err(api_error("ec2:DescribeSubnets")))?;
        let Some(subnet) = answer.and_then(|answer| answer.subnets.unwrap_or_default().into_iter().next()) else {
            return Ok(None);
        };
        let state = match &subnet.state {
            Some(SubnetState::Pending) => State::Pending("pending".into()),
            Some(failed @ (SubnetState::Failed | SubnetState::FailedInsufficientCapacity)) => {
                State::Failed(format!("the subnet is {failed}"))
            }
            _ => State::Ready,
        };
        Ok(Some(
            Live::new(state)
                .owned_by(cx.ec2_owner(subnet.tags()))
                .output("id", id.to_owned())
                .field("vpc", subnet.vpc_id)
                .field("cidr", subnet.cidr_block)
                .field("zone", subnet.availability_zone)
                .constant("public_addresses_on_launch", false, subnet.map_public_ip_on_launch),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.ec2().delete_subnet().subnet_id(id).send().await;
        match absent(answer.map_err(api_error("ec2:DeleteSubnet"))) {
            Ok(_) => Ok(Deletion::Accepted),
            Err(refusal) => Err(cx.held_by(refusal, Held::Subnet(id, self.vpc.value())).await),
        }
    }
}
