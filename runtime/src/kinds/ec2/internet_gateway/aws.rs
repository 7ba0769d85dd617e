//! Internet gateways.

use super::InternetGateway;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::{self, AttachmentStatus, ResourceType};

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<types::InternetGateway>, ApiError> {
    let call = cx.ec2().describe_internet_gateways().internet_gateway_ids(id);
    let answer = absent(call.send().await.map_err(api_error("ec2:DescribeInternetGateways")))?;
    Ok(answer.and_then(|answer| answer.internet_gateways.unwrap_or_default().into_iter().next()))
}

impl Adapter for InternetGateway {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_internet_gateways()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(gateway) = pages.next().await {
            let gateway = gateway.map_err(api_error("ec2:DescribeInternetGateways"))?;
            if cx.owns_ec2(gateway.tags()) {
                return Ok(gateway.internet_gateway_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_internet_gateways().filters(lx.ec2_filter());
        gather(
            "ec2:DescribeInternetGateways",
            call.into_paginator().items().send(),
            |one| {
                let vpc = one.attachments().first().and_then(|one| one.vpc_id());
                let owned = lx.owned_ec2(one.internet_gateway_id(), one.tags())?;
                Some(owned.field("vpc", vpc.unwrap_or_default()))
            },
        )
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .create_internet_gateway()
            .tag_specifications(cx.ec2_tags(ResourceType::InternetGateway));
        let answer = call.send().await.map_err(api_error("ec2:CreateInternetGateway"))?;
        answer
            .internet_gateway
            .and_then(|gateway| gateway.internet_gateway_id)
            .ok_or_else(|| missing("ec2:CreateInternetGateway", "internet gateway ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.take(&["vpc"]) {
            return Ok(());
        }
        let live = describe(cx, id).await?;
        let attachments = live
            .as_ref()
            .map(types::InternetGateway::attachments)
            .unwrap_or_default();
        if attachments.iter().any(|one| one.vpc_id() == Some(self.vpc.value())) {
            return Ok(());
        }
        let call = cx
            .ec2()
            .attach_internet_gateway()
            .internet_gateway_id(id)
            .vpc_id(self.vpc.value());
        match call.send().await.map_err(api_error("ec2:AttachInternetGateway")) {
            // It was attached a moment ago, and the describe call did not show that yet.
            Err(refusal) if refusal.kind == ApiErrorKind::AlreadyExists => Ok(()),
            other => other.map(drop),
        }
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(gateway) = describe(cx, id).await? else {
            return Ok(None);
        };
        let attachment = gateway.attachments().first();
        let state = match attachment.and_then(|one| one.state()) {
            Some(AttachmentStatus::Attaching) => State::Pending("attaching".into()),
            _ => State::Ready,
        };
        // If someone detached it, the field differs, and a plan shows that.
        Ok(Some(
            Live::new(state)
                .owned_by(cx.ec2_owner(gateway.tags()))
                .output("id", id.to_owned())
                .output("vpc", self.vpc.value().to_owned())
                .field("vpc", attachment.and_then(|one| one.vpc_id())),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(gateway) = describe(cx, id).await? else {
            return Ok(Deletion::NotFound);
        };
        // An attached gateway cannot be deleted, nor detached while public addresses of the VPC are in use:
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
        for vpc in gateway.attachments().iter().filter_map(|one| one.vpc_id()) {
            let call = cx.ec2().detach_internet_gateway().internet_gateway_id(id).vpc_id(vpc);
            match call.send().await.map_err(api_error("ec2:DetachInternetGateway")) {
                Err(refusal) if refusal.code == "Gateway.NotAttached" => {}
                other => {
                    absent(other)?;
                }
            }
        }
        let call = cx.ec2().delete_internet_gateway().internet_gateway_id(id);
        absent(call.send().await.map_err(api_error("ec2:DeleteInternetGateway")))?;
        Ok(Deletion::Accepted)
    }
}
