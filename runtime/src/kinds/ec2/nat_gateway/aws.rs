//! NAT gateways.

use super::NatGateway;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_ec2::types::{self, AvailabilityMode, NatGatewayState, ResourceType};

/// Returns whether a gateway works or will work. A deleted gateway is listed for about an hour, and AWS deletes a
/// failed gateway automatically: <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html>
fn lives(gateway: &types::NatGateway) -> bool {
    matches!(
        gateway.state,
        Some(NatGatewayState::Pending | NatGatewayState::Available)
    )
}

impl Adapter for NatGateway {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_nat_gateways()
            .set_filter(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(gateway) = pages.next().await {
            let gateway = gateway.map_err(api_error("ec2:DescribeNatGateways"))?;
            if lives(&gateway) && cx.owns_ec2(gateway.tags()) {
                return Ok(gateway.nat_gateway_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_nat_gateways().filter(lx.ec2_filter());
        gather("ec2:DescribeNatGateways", call.into_paginator().items().send(), |one| {
            lives(&one).then(|| lx.owned_ec2(one.nat_gateway_id(), one.tags()))?
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        // A regional gateway has a VPC and no subnet, and gets its addresses itself:
        // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
        let call = cx
            .ec2()
            .create_nat_gateway()
            .set_availability_mode(self.vpc.as_ref().map(|_| AvailabilityMode::Regional))
            .set_vpc_id(self.vpc.as_ref().map(|vpc| vpc.value().to_owned()))
            .set_subnet_id(self.subnet.as_ref().map(|subnet| subnet.value().to_owned()))
            .set_allocation_id(self.address.as_ref().map(|address| address.value().to_owned()))
            .client_token(&cx.target.token)
            .tag_specifications(cx.ec2_tags(ResourceType::Natgateway));
        let answer = call.send().await.map_err(api_error("ec2:CreateNatGateway"))?;
        answer
            .nat_gateway
            .and_then(|gateway| gateway.nat_gateway_id)
            .ok_or_else(|| missing("ec2:CreateNatGateway", "NAT gateway ID"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.ec2().describe_nat_gateways().nat_gateway_ids(id).send().await;
        let answer = absent(answer.map_err(api_error("ec2:DescribeNatGateways")))?;
        let Some(gateway) = answer.and_then(|answer| answer.nat_gateways.unwrap_or_default().into_iter().next()) else {
            return Ok(None);
        };
        let state = match &gateway.state {
            Some(NatGatewayState::Deleted) => return Ok(None),
            Some(NatGatewayState::Pending) => State::Pending("pending".into()),
            Some(NatGatewayState::Deleting) => State::Deleting("deleting".into()),
            Some(NatGatewayState::Failed) => State::Failed(format!(
                "{}: {}",
                gateway.failure_code().unwrap_or("failed"),
                gateway.failure_message().unwrap_or("AWS gives no reason")
            )),
            _ => State::Ready,
        };
        let live = Live::new(state)
            .owned_by(cx.ec2_owner(gateway.tags()))
            .output("id", id.to_owned());
        // AWS manages the addresses and subnets of a regional gateway.
        if gateway.availability_mode == Some(AvailabilityMode::Regional) {
            return Ok(Some(live.field("vpc", gateway.vpc_id)));
        }
        let addresses = gateway.nat_gateway_addresses();
        // Older responses have no `IsPrimary`; their first address is the one that the gateway was created with.
        let address = addresses
            .iter()
            .find(|one| one.is_primary() == Some(true))
            .or(addresses.first());
        let allocation = address.and_then(|one| one.allocation_id());
        Ok(Some(
            live.field("vpc", None::<Ref<()>>)
                .field("subnet", gateway.subnet_id())
                .field("address", allocation),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.ec2().delete_nat_gateway().nat_gateway_id(id).send().await;
        absent(answer.map_err(api_error("ec2:DeleteNatGateway")))?;
        Ok(Deletion::Accepted)
    }
}
