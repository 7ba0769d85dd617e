//! VPC origins.

use super::super::aws::tls;
use super::VpcOrigin;
use crate::aws::request::unbuilt;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::blueprint::EDGE_REGION;
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_cloudfront::Client;
use aws_sdk_cloudfront::operation::get_vpc_origin::GetVpcOriginOutput;
use aws_sdk_cloudfront::types::{
    OriginProtocolPolicy, SslProtocol, VpcOrigin as Found, VpcOriginEndpointConfig, VpcOriginList,
};
use serde_json::{Value, json};

const LIST: &str = "cloudfront:ListVpcOrigins";
const DELETING: &str = "Deleting";

impl VpcOrigin {
    fn endpoint(&self, name: &str, call: &'static str) -> Result<VpcOriginEndpointConfig, ApiError> {
        VpcOriginEndpointConfig::builder()
            .name(name)
            .arn(self.load_balancer.value())
            .http_port(80)
            .https_port(443)
            .origin_protocol_policy(OriginProtocolPolicy::HttpsOnly)
            .origin_ssl_protocols(tls().map_err(unbuilt(call))?)
            .build()
            .map_err(unbuilt(call))
    }
}

/// Returns whether CloudFront could not deploy a VPC origin with this status.
fn is_failed(status: &str) -> bool {
    status.contains("Fail")
}

impl VpcOrigin {
    /// Returns whether CloudFront could not deploy the VPC origin, which another update may change.
    async fn has_failed(&self, cx: &Cx<'_>, id: &str) -> Result<bool, ApiError> {
        let found = get(cx, id).await?.and_then(|answer| answer.vpc_origin);
        Ok(found.is_some_and(|one| is_failed(one.status())))
    }
}

/// Returns how CloudFront connects to a load balancer.
fn connection(endpoint: &VpcOriginEndpointConfig) -> Value {
    let tls = endpoint
        .origin_ssl_protocols()
        .map(aws_sdk_cloudfront::types::OriginSslProtocols::items)
        .unwrap_or_default();
    json!({
        "http_port": endpoint.http_port(),
        "https_port": endpoint.https_port(),
        "protocol": endpoint.origin_protocol_policy().as_str(),
        "tls": tls.iter().map(SslProtocol::as_str).collect::<Vec<_>>(),
    })
}

async fn get(cx: &Cx<'_>, id: &str) -> Result<Option<GetVpcOriginOutput>, ApiError> {
    let answer = cx.cloudfront().get_vpc_origin().id(id).send().await;
    absent(answer.map_err(api_error("cloudfront:GetVpcOrigin")))
}

/// Lists the IDs and ARNs of the VPC origins whose names match, except those that are being deleted.
async fn named(client: &Client, is_named: impl Fn(&str) -> bool) -> Result<Vec<(String, String)>, ApiError> {
    let mut named = Vec::new();
    let mut marker = None;
    loop {
        let call = client.list_vpc_origins().set_marker(marker);
        let page = call.send().await.map_err(api_error(LIST))?.vpc_origin_list;
        let all = page.iter().flat_map(VpcOriginList::items);
        let ours = all.filter(|one| is_named(one.name()) && one.status() != DELETING);
        named.extend(ours.map(|one| (one.id().to_owned(), one.arn().to_owned())));
        marker = page.filter(|page| page.is_truncated).and_then(|page| page.next_marker);
        if marker.is_none() {
            return Ok(named);
        }
    }
}

impl Adapter for VpcOrigin {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let named = named(&cx.cloudfront(), |one| one == name).await?;
        match named.into_iter().next() {
            Some((id, arn)) if cx.owns_cloudfront(&arn).await? => Ok(Some(id)),
            Some(_) => Err(not_owned(LIST, &format!("the VPC origin `{name}`"))),
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        if lx.scope.region != EDGE_REGION {
            return Ok(Vec::new());
        }
        let named = named(&lx.cloudfront(), |name| lx.is_named_for_stack(name)).await?;
        lx.owned_cloudfront(named).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "cloudfront:CreateVpcOrigin";
        let call = cx
            .cloudfront()
            .create_vpc_origin()
            .vpc_origin_endpoint_config(self.endpoint(&cx.target.name, CALL)?)
            .tags(cx.cloudfront_tags(CALL)?);
        let answer = call.send().await.map_err(api_error(CALL))?;
        let created = answer.vpc_origin.map(|one| one.id);
        created.ok_or_else(|| missing(CALL, "VPC origin"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        const CALL: &str = "cloudfront:UpdateVpcOrigin";
        let is_changed = changed.take(&["load_balancer", "endpoint"]);
        if changed.is_new() && !self.has_failed(cx, id).await? || !is_changed {
            return Ok(());
        }
        let tag = get(cx, id).await?.and_then(|answer| answer.e_tag);
        let call = cx
            .cloudfront()
            .update_vpc_origin()
            .id(id)
            .set_if_match(tag)
            .vpc_origin_endpoint_config(self.endpoint(&cx.target.name, CALL)?);
        call.send().await.map_err(api_error(CALL))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = get(cx, id).await?.and_then(|answer| answer.vpc_origin) else {
            return Ok(None);
        };
        let state = match one.status() {
            "Deployed" => State::Ready,
            DELETING => State::Deleting(DELETING.into()),
            status if is_failed(status) => State::Failed(format!("{status}: CloudFront gives no reason")),
            status => State::Pending(status.into()),
        };
        let endpoint = one.vpc_origin_endpoint_config();
        Ok(Some(
            Live::new(state)
                .output("id", id.to_owned())
                .reported("load_balancer", endpoint.map(VpcOriginEndpointConfig::arn))
                .constant(
                    "endpoint",
                    connection(&self.endpoint(&cx.target.name, "cloudfront:GetVpcOrigin")?),
                    endpoint.map(connection),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(answer) = get(cx, id).await? else {
            return Ok(Deletion::Accepted);
        };
        match answer.vpc_origin().map(Found::status) {
            Some("Deploying") => return Ok(Deletion::NotYet("the VPC origin to be deployed".into())),
            Some(DELETING) => return Ok(Deletion::Accepted),
            _ => {}
        }
        let call = cx.cloudfront().delete_vpc_origin().id(id).set_if_match(answer.e_tag);
        absent(call.send().await.map_err(api_error("cloudfront:DeleteVpcOrigin")))?;
        Ok(Deletion::Accepted)
    }
}
