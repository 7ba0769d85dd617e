//! Elastic IP addresses.

use super::ElasticIp;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::{Address, DomainType, ResourceType};

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<Address>, ApiError> {
    let answer = cx.ec2().describe_addresses().allocation_ids(id).send().await;
    let answer = absent(answer.map_err(api_error("ec2:DescribeAddresses")))?;
    Ok(answer.and_then(|answer| answer.addresses.unwrap_or_default().into_iter().next()))
}

impl Adapter for ElasticIp {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        // One response has all addresses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html
        let call = cx.ec2().describe_addresses().set_filters(Some(cx.ec2_filters()));
        let answer = call.send().await.map_err(api_error("ec2:DescribeAddresses"))?;
        let ours = answer
            .addresses
            .unwrap_or_default()
            .into_iter()
            .find(|address| cx.owns_ec2(address.tags()));
        Ok(ours.and_then(|address| address.allocation_id))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let answer = lx.ec2().describe_addresses().filters(lx.ec2_filter()).send().await;
        let answer = answer.map_err(api_error("ec2:DescribeAddresses"))?;
        let addresses = answer.addresses().iter();
        let owned = addresses.filter_map(|one| lx.owned_ec2(one.allocation_id(), one.tags()));
        Ok(owned.collect())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .allocate_address()
            .domain(DomainType::Vpc)
            .tag_specifications(cx.ec2_tags(ResourceType::ElasticIp));
        let answer = call.send().await.map_err(api_error("ec2:AllocateAddress"))?;
        answer
            .allocation_id
            .ok_or_else(|| missing("ec2:AllocateAddress", "allocation ID"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let address = describe(cx, id).await?;
        Ok(address.map(|address| {
            Live::new(State::Ready)
                .owned_by(cx.ec2_owner(address.tags()))
                .output("id", id.to_owned())
                .output("public_ip", address.public_ip)
        }))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.ec2().release_address().allocation_id(id).send().await;
        let refusal = match absent(answer.map_err(api_error("ec2:ReleaseAddress"))) {
            Ok(_) => return Ok(Deletion::Accepted),
            // AWS may also report an address in use this way, as if another account owned it:
            // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html
            Err(refusal) if refusal.kind == ApiErrorKind::InUse || refusal.code == "AuthFailure" => refusal,
            Err(refusal) => return Err(refusal),
        };
        match describe(cx, id).await {
            Ok(Some(address)) if address.association_id.is_some() => {
                let dependent = address
                    .network_interface_id
                    .unwrap_or_else(|| "another resource".into());
                Ok(Deletion::NotYet(format!("{dependent} to release the address")))
            }
            _ => Err(refusal),
        }
    }
}
