//! VPC endpoints.

use super::super::aws::refused;
use super::VpcEndpoint;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::policy::{as_applied, parse};
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_ec2::types::{self, ResourceType, VpcEndpointType};
use serde_json::{Value, json};

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<types::VpcEndpoint>, ApiError> {
    let answer = cx.ec2().describe_vpc_endpoints().vpc_endpoint_ids(id).send().await;
    let answer = absent(answer.map_err(api_error("ec2:DescribeVpcEndpoints")))?;
    let endpoints = answer.and_then(|answer| answer.vpc_endpoints).unwrap_or_default();
    Ok(endpoints
        .into_iter()
        .find(|endpoint| endpoint.vpc_endpoint_id() == Some(id)))
}

/// Returns the state in lower case. The documented values are capitalised; those in responses are not:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html>
fn word(endpoint: &types::VpcEndpoint) -> String {
    endpoint
        .state()
        .map(|state| state.as_str().to_ascii_lowercase())
        .unwrap_or_default()
}

fn lives(endpoint: &types::VpcEndpoint) -> bool {
    !matches!(word(endpoint).as_str(), "deleting" | "deleted")
}

fn state(endpoint: &types::VpcEndpoint) -> State {
    let word = word(endpoint);
    match word.as_str() {
        "pending" | "partial" => {
            let error = endpoint.last_error().and_then(|error| error.message());
            let cause = error.or(endpoint.failure_reason());
            State::Pending(cause.map_or(word.clone(), |cause| format!("{word}\n{cause}")))
        }
        "deleting" => State::Deleting(word),
        "failed" | "rejected" | "expired" | "pendingacceptance" => {
            let error = endpoint.last_error().and_then(|error| error.message());
            let cause = error.or(endpoint.failure_reason()).unwrap_or("AWS gives no reason");
            State::Failed(format!("{word}: {cause}"))
        }
        _ => State::Ready,
    }
}

/// The statement of an endpoint that was created without a policy. The callers' own policies decide:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
fn everything() -> Value {
    json!([{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }])
}

fn some<T>(references: &[Ref<T>]) -> Option<Vec<String>> {
    (!references.is_empty()).then(|| list(references))
}

/// Returns what to add to a live list and what to remove from it; `None` if nothing, which AWS accepts.
fn difference<T>(wanted: &[Ref<T>], live: &[&str]) -> (Option<Vec<String>>, Option<Vec<String>>) {
    let wanted: Vec<&str> = values(wanted).collect();
    let without = |all: &[&str], known: &[&str]| {
        let rest: Vec<String> = all
            .iter()
            .filter(|id| !known.contains(id))
            .map(|id| (*id).to_owned())
            .collect();
        (!rest.is_empty()).then_some(rest)
    };
    (without(&wanted, live), without(live, &wanted))
}

fn texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

fn groups(endpoint: &types::VpcEndpoint) -> Vec<&str> {
    endpoint.groups().iter().filter_map(|group| group.group_id()).collect()
}

impl Adapter for VpcEndpoint {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_vpc_endpoints()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(endpoint) = pages.next().await {
            let endpoint = endpoint.map_err(api_error("ec2:DescribeVpcEndpoints"))?;
            if lives(&endpoint) && cx.owns_ec2(endpoint.tags()) {
                return Ok(endpoint.vpc_endpoint_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_vpc_endpoints().filters(lx.ec2_filter());
        gather(
            "ec2:DescribeVpcEndpoints",
            call.into_paginator().items().send(),
            |one| lives(&one).then(|| lx.owned_ec2(one.vpc_endpoint_id(), one.tags()))?,
        )
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let kind = if self.interface {
            VpcEndpointType::Interface
        } else {
            VpcEndpointType::Gateway
        };
        let call = cx
            .ec2()
            .create_vpc_endpoint()
            .vpc_endpoint_type(kind)
            .vpc_id(self.vpc.value())
            .service_name(format!("com.amazonaws.{}.{}", cx.target.region, self.service))
            .set_private_dns_enabled(self.interface.then_some(true))
            .set_subnet_ids(some(&self.subnets))
            .set_security_group_ids(some(&self.groups))
            .set_route_table_ids(some(&self.route_tables))
            .client_token(&cx.target.token)
            .tag_specifications(cx.ec2_tags(ResourceType::VpcEndpoint));
        let answer = call.send().await.map_err(api_error("ec2:CreateVpcEndpoint"))?;
        answer
            .vpc_endpoint
            .and_then(|endpoint| endpoint.vpc_endpoint_id)
            .ok_or_else(|| missing("ec2:CreateVpcEndpoint", "VPC endpoint ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() {
            return Ok(());
        }
        let private_dns = changed.take(&["private_dns"]) && self.interface;
        let policy = changed.take(&["policy"]);
        if private_dns || policy {
            let call = cx.ec2().modify_vpc_endpoint().vpc_endpoint_id(id);
            let call = call.set_private_dns_enabled(private_dns.then_some(true));
            let document = json!({ "Version": "2008-10-17", "Statement": everything() });
            // AWS documents `ResetPolicy` for gateway endpoints only:
            // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
            let call = call.set_policy_document(policy.then(|| document.to_string()));
            call.send().await.map_err(api_error("ec2:ModifyVpcEndpoint"))?;
        }
        if !changed.take(&["subnets", "groups", "route_tables"]) {
            return Ok(());
        }
        let live = describe(cx, id).await?.ok_or_else(|| {
            let message = format!("{id} no longer exists");
            ApiError::new(
                ApiErrorKind::NotFound,
                "ec2:DescribeVpcEndpoints",
                "InvalidVpcEndpointId.NotFound",
                message,
            )
        })?;
        let (add_subnets, remove_subnets) = difference(&self.subnets, &texts(live.subnet_ids()));
        let (add_groups, remove_groups) = difference(&self.groups, &groups(&live));
        let (add_tables, remove_tables) = difference(&self.route_tables, &texts(live.route_table_ids()));
        let lists = [
            &add_subnets,
            &remove_subnets,
            &add_groups,
            &remove_groups,
            &add_tables,
            &remove_tables,
        ];
        if lists.iter().all(|list| list.is_none()) {
            return Ok(());
        }
        let call = cx
            .ec2()
            .modify_vpc_endpoint()
            .vpc_endpoint_id(id)
            .set_add_subnet_ids(add_subnets)
            .set_remove_subnet_ids(remove_subnets)
            .set_add_security_group_ids(add_groups)
            .set_remove_security_group_ids(remove_groups)
            .set_add_route_table_ids(add_tables)
            .set_remove_route_table_ids(remove_tables);
        call.send().await.map(drop).map_err(api_error("ec2:ModifyVpcEndpoint"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(endpoint) = describe(cx, id).await?.filter(|endpoint| word(endpoint) != "deleted") else {
            return Ok(None);
        };
        // It means nothing on a gateway endpoint.
        let private_dns = if self.interface {
            endpoint.private_dns_enabled()
        } else {
            Some(false)
        };
        let policy = endpoint.policy_document().map(parse);
        let policy = policy.map(|mut policy| as_applied(policy["Statement"].take(), &everything()));
        let prefix = format!("com.amazonaws.{}.", cx.target.region);
        let service = endpoint
            .service_name()
            .map(|name| name.strip_prefix(&prefix).unwrap_or(name));
        Ok(Some(
            Live::new(state(&endpoint))
                .owned_by(cx.ec2_owner(endpoint.tags()))
                .output("id", id.to_owned())
                .field("vpc", endpoint.vpc_id())
                .field("service", service)
                .field(
                    "interface",
                    endpoint.vpc_endpoint_type() == Some(&VpcEndpointType::Interface),
                )
                .field("subnets", in_order(values(&self.subnets), endpoint.subnet_ids()))
                .field("groups", in_order(values(&self.groups), groups(&endpoint)))
                .field(
                    "route_tables",
                    in_order(values(&self.route_tables), endpoint.route_table_ids()),
                )
                .constant("private_dns", self.interface, private_dns)
                .constant("policy", everything(), policy),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        const CALL: &str = "ec2:DeleteVpcEndpoints";
        let answer = cx.ec2().delete_vpc_endpoints().vpc_endpoint_ids(id).send().await;
        let answer = answer
            .map_err(api_error(CALL))
            .and_then(|answer| refused(CALL, answer.unsuccessful()));
        absent(answer)?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::responder::{Call, Responder, target};
    use crate::provider::Provider as _;
    use crate::resource::Kind as _;
    use std::sync::{Arc, Mutex};

    /// Reads an interface endpoint with a policy and a setting of private DNS, and puts everything right.
    async fn put_right(policy: &'static str, private_dns: bool) -> (Vec<String>, Option<Call>) {
        let sent = Arc::new(Mutex::new(None));
        let recorded = Arc::clone(&sent);
        let responder = Responder::new(move |call: &Call| {
            if call.operation == "ModifyVpcEndpoint" {
                *recorded.lock().unwrap() = Some(call.clone());
                return (200, "<ModifyVpcEndpointResponse/>".to_owned());
            }
            let endpoint = format!(
                "<vpcEndpointId>vpce-1</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><state>available</state>\
                 <privateDnsEnabled>{private_dns}</privateDnsEnabled><policyDocument>{policy}</policyDocument>"
            );
            let listed = format!("<vpcEndpointSet><item>{endpoint}</item></vpcEndpointSet>");
            (
                200,
                format!("<DescribeVpcEndpointsResponse>{listed}</DescribeVpcEndpointsResponse>"),
            )
        });
        let aws = responder.aws();
        let target = target::<VpcEndpoint>();
        let mut fields = (VpcEndpoint::INFO.blank)();
        fields["interface"] = true.into();
        let live = aws.read(&target, "vpce-1", &fields).await.unwrap().unwrap();
        let drifted = live.constants.iter().filter(|(_, one)| one.live != one.expected);
        let drifted: Vec<String> = drifted.map(|(name, _)| (*name).to_owned()).collect();
        if !drifted.is_empty() {
            aws.configure(&target, "vpce-1", &fields, &drifted).await.unwrap();
        }
        let sent = sent.lock().unwrap().take();
        (drifted, sent)
    }

    #[tokio::test]
    async fn policy_that_aws_gives_an_endpoint_is_no_drift_in_any_form() {
        for policy in [
            r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#,
            r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["*"],"Resource":"*"}]}"#,
        ] {
            assert!(put_right(policy, true).await.0.is_empty(), "{policy}");
        }
    }

    #[tokio::test]
    async fn policy_that_somebody_set_is_set_back_and_private_dns_is_turned_on() {
        let (drifted, call) = put_right(r#"{"Statement":[]}"#, true).await;
        let call = call.unwrap();
        assert_eq!(drifted, ["policy"]);
        assert_eq!(parse(call.get("PolicyDocument"))["Statement"], everything());
        assert_eq!(call.get("PrivateDnsEnabled"), "");
        let (drifted, call) = put_right(
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#,
            false,
        )
        .await;
        let call = call.unwrap();
        assert_eq!(
            (drifted, call.get("PrivateDnsEnabled")),
            (vec!["private_dns".to_owned()], "true")
        );
        assert_eq!(call.get("PolicyDocument"), "");
    }
}
