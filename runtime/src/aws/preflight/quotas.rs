//! The account's quotas, and what counts against them.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error, missing};
use crate::aws::listing::gather;
use crate::aws::tags::{Tag, pairs};
use crate::provider::{ApiError, STACK_TAG};
use aws_sdk_cloudfront::types::DistributionSummary;
use moodle_stack_model::facts::quotas::Quota;
use moodle_stack_model::rules::preflight::QuotaState;

/// Reads a quota, and labels what counts against it.
pub(super) async fn quota(clients: &Clients, region: &str, quota: Quota) -> Result<QuotaState, ApiError> {
    Ok(QuotaState {
        limit: limit(clients, region, quota).await?,
        used: used(clients, region, quota).await?,
    })
}

/// Returns the value that applies to the account, or else the default: Service Quotas may know only that
/// (<https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html>).
async fn limit(clients: &Clients, region: &str, quota: Quota) -> Result<u64, ApiError> {
    const DEFAULT: &str = "servicequotas:GetAWSDefaultServiceQuota";
    let (service, code) = quota.codes();
    let quotas = clients.client(region, aws_sdk_servicequotas::Client::new);
    let applied = quotas.get_service_quota().service_code(service).quota_code(code);
    let applied = applied.send().await;
    let applied = absent(applied.map_err(api_error("servicequotas:GetServiceQuota")))?;
    let value = applied.and_then(|answer| answer.quota).and_then(|quota| quota.value);
    let value = if value.is_some() {
        value
    } else {
        let default = quotas.get_aws_default_service_quota();
        let default = default.service_code(service).quota_code(code).send().await;
        let default = default.map_err(api_error(DEFAULT))?;
        default.quota.and_then(|quota| quota.value)
    };
    value.map(whole).ok_or_else(|| missing(DEFAULT, "value"))
}

/// Rounds a quota down.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, and a quota is not negative"
)]
fn whole(value: f64) -> u64 {
    value as u64
}

/// Labels everything that counts against a quota.
async fn used(clients: &Clients, region: &str, quota: Quota) -> Result<Vec<String>, ApiError> {
    let ec2 = || clients.client(region, aws_sdk_ec2::Client::new);
    match quota {
        Quota::Fargate | Quota::FargateSpot | Quota::GroupRules => Ok(Vec::new()),
        Quota::Vpcs => {
            let pages = ec2().describe_vpcs().into_paginator().items().send();
            gather("ec2:DescribeVpcs", pages, |vpc| [label(vpc.tags())]).await
        }
        Quota::InternetGateways => {
            let pages = ec2().describe_internet_gateways().into_paginator().items().send();
            gather("ec2:DescribeInternetGateways", pages, |gateway| [label(gateway.tags())]).await
        }
        Quota::ElasticIps => {
            let answer = ec2().describe_addresses().send().await;
            let answer = answer.map_err(api_error("ec2:DescribeAddresses"))?;
            Ok(answer.addresses().iter().map(|address| label(address.tags())).collect())
        }
        Quota::LoadBalancers => {
            use aws_sdk_elasticloadbalancingv2::types::LoadBalancerTypeEnum::Application;
            let elb = clients.client(region, aws_sdk_elasticloadbalancingv2::Client::new);
            let pages = elb.describe_load_balancers().into_paginator().items().send();
            gather("elasticloadbalancing:DescribeLoadBalancers", pages, |one| {
                let is_counted = one.r#type.is_none_or(|kind| kind == Application);
                is_counted.then_some(one.load_balancer_name.unwrap_or_default())
            })
            .await
        }
        Quota::Distributions => {
            let distributions = distributions(clients, region).await?;
            let aliases = distributions
                .into_iter()
                .map(|one| one.aliases.and_then(|aliases| aliases.items));
            Ok(aliases
                .map(|aliases| {
                    aliases
                        .and_then(|aliases| aliases.into_iter().next())
                        .unwrap_or_default()
                })
                .collect())
        }
        Quota::DbInstances => {
            let rds = clients.client(region, aws_sdk_rds::Client::new);
            let pages = rds.describe_db_instances().into_paginator().items().send();
            gather("rds:DescribeDBInstances", pages, |one| [label(one.tag_list())]).await
        }
    }
}

/// Lists the distributions of the account.
pub(super) async fn distributions(clients: &Clients, region: &str) -> Result<Vec<DistributionSummary>, ApiError> {
    let cloudfront = clients.client(region, aws_sdk_cloudfront::Client::new);
    let pages = cloudfront.list_distributions().into_paginator().send();
    gather("cloudfront:ListDistributions", pages, |page| {
        page.distribution_list.and_then(|list| list.items).unwrap_or_default()
    })
    .await
}

/// Returns the stack that owns something, by its tags; empty if none does.
pub(super) fn label<'t>(tags: impl IntoIterator<Item: Tag<'t>>) -> String {
    let stack = pairs(tags).find(|(key, _)| *key == STACK_TAG);
    stack.map(|(_, stack)| stack.to_owned()).unwrap_or_default()
}
