//! VPCs.

use crate::aws::{Adapter, Changed, Cx, absent, fault, missing};
use crate::provider::{Deletion, Fault, Live, State};
use crate::resource::ec2::Vpc;
use aws_sdk_ec2::types::{AttributeBooleanValue, ResourceType, VpcState};

impl Adapter for Vpc {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, Fault> {
        let mut pages = cx
            .ec2()
            .describe_vpcs()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(vpc) = pages.next().await {
            let vpc = vpc.map_err(fault("ec2:DescribeVpcs"))?;
            if cx.owns_ec2(vpc.tags()) {
                return Ok(vpc.vpc_id);
            }
        }
        Ok(None)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, Fault> {
        let call = cx
            .ec2()
            .create_vpc()
            .cidr_block(&self.cidr)
            .tag_specifications(cx.ec2_tags(ResourceType::Vpc));
        let answer = call.send().await.map_err(fault("ec2:CreateVpc"))?;
        answer
            .vpc
            .and_then(|vpc| vpc.vpc_id)
            .ok_or_else(|| missing("ec2:CreateVpc", "VPC id"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: Changed<'_>) -> Result<(), Fault> {
        if !changed.is_new() {
            return Ok(());
        }
        // One attribute a call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html
        let on = AttributeBooleanValue::builder().value(true).build();
        let support = cx
            .ec2()
            .modify_vpc_attribute()
            .vpc_id(id)
            .enable_dns_support(on.clone());
        support.send().await.map_err(fault("ec2:ModifyVpcAttribute"))?;
        let names = cx.ec2().modify_vpc_attribute().vpc_id(id).enable_dns_hostnames(on);
        names.send().await.map_err(fault("ec2:ModifyVpcAttribute"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, Fault> {
        let answer = cx
            .ec2()
            .describe_vpcs()
            .vpc_ids(id)
            .send()
            .await
            .map_err(fault("ec2:DescribeVpcs"));
        let Some(vpc) = absent(answer)?.and_then(|answer| answer.vpcs.unwrap_or_default().into_iter().next()) else {
            return Ok(None);
        };
        let state = match vpc.state {
            Some(VpcState::Pending) => State::Pending("pending".into()),
            _ => State::Ready,
        };
        Ok(Some(
            Live::new(state)
                .output("id", id.to_owned())
                .field("cidr", vpc.cidr_block),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, Fault> {
        absent(
            cx.ec2()
                .delete_vpc()
                .vpc_id(id)
                .send()
                .await
                .map_err(fault("ec2:DeleteVpc")),
        )?;
        Ok(Deletion::Accepted)
    }
}
