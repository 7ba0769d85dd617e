//! Preflight checks: asking about what a declaration names and does not create, such as certificates, zones and images, and about
//! what AWS may refuse, such as quotas.

mod alias;
mod quotas;
mod sender;

use super::clients::Clients;
use super::error::{absent, api_error};
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_ec2::types::{AvailabilityZone, ServiceType, ServiceTypeDetail};
use moodle_stack_model::facts::database::Engine;
use moodle_stack_model::rules::preflight::{
    ENDPOINTS, FoundCertificate, HostedZone, Offer, PreflightAnswers, PreflightQuery, QueryTarget, Zone,
};
use std::collections::BTreeMap;

/// The largest page of RDS:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html>.
const PAGE: i32 = 1000;

/// Answers one question.
pub(super) async fn answer(clients: &Clients, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
    let region = question.region;
    let mut known = PreflightAnswers::default();
    match question.target {
        QueryTarget::Certificate(arn) => {
            let answer = certificate(clients, region, arn).await?;
            known.certificates.insert(arn.into(), answer);
        }
        QueryTarget::HostedZone(id) => {
            let answer = hosted_zone(clients, region, id).await?;
            known.hosted_zones.insert(id.into(), answer);
        }
        QueryTarget::Zones => known.zones = Some(zones(clients, region).await?),
        QueryTarget::Image(reference) => {
            let answer = clients.image(reference).await?;
            known.images.insert(reference.into(), answer);
        }
        QueryTarget::Offers(engine, class) => known.offers = Some(offers(clients, region, engine, class).await?),
        QueryTarget::Regions => known.regions = Some(regions(clients, region).await?),
        QueryTarget::EndpointZones => known.endpoint_zones = Some(endpoint_zones(clients, region).await?),
        QueryTarget::Quota(quota) => {
            let answer = quotas::quota(clients, region, quota).await?;
            known.quotas.insert(quota, answer);
        }
        QueryTarget::Alias(alias, certificate) => {
            known.alias = Some(alias::alias(clients, region, alias, certificate).await?);
        }
        QueryTarget::Sender(from) => known.sender = Some(sender::sender(clients, region, from).await?),
        QueryTarget::Sending => known.sending = Some(sender::sending(clients, region).await?),
    }
    Ok(known)
}

/// Treats an invalid name as the name of nothing.
fn named<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match absent(result) {
        Err(error) if error.kind == ApiErrorKind::Invalid => Ok(None),
        result => result,
    }
}

async fn certificate(clients: &Clients, region: &str, arn: &str) -> Result<Option<FoundCertificate>, ApiError> {
    let acm = clients.client(region, aws_sdk_acm::Client::new);
    let answer = acm.describe_certificate().certificate_arn(arn).send().await;
    let answer = named(answer.map_err(api_error("acm:DescribeCertificate")))?;
    Ok(answer.and_then(|answer| answer.certificate).map(|one| {
        // The name of the certificate is usually among the alternative names, but that is not documented.
        let mut domains: Vec<String> = one.domain_name.into_iter().collect();
        for name in one.subject_alternative_names.unwrap_or_default() {
            if !domains.contains(&name) {
                domains.push(name);
            }
        }
        let status = one.status.map_or_else(String::new, |status| status.as_str().into());
        FoundCertificate { status, domains }
    }))
}

async fn hosted_zone(clients: &Clients, region: &str, id: &str) -> Result<Option<HostedZone>, ApiError> {
    let route53 = clients.client(region, aws_sdk_route53::Client::new);
    let answer = route53.get_hosted_zone().id(id).send().await;
    let answer = named(answer.map_err(api_error("route53:GetHostedZone")))?;
    Ok(answer.and_then(|answer| answer.hosted_zone).map(|zone| HostedZone {
        is_private: zone.config.is_some_and(|config| config.private_zone),
        name: zone.name,
    }))
}

async fn zones(clients: &Clients, region: &str) -> Result<Vec<Zone>, ApiError> {
    let ec2 = clients.client(region, aws_sdk_ec2::Client::new);
    let answer = ec2.describe_availability_zones().send().await;
    let answer = answer.map_err(api_error("ec2:DescribeAvailabilityZones"))?;
    // An account may have opted in to zones of other types, which do not support all resources.
    let is_full = |zone: &AvailabilityZone| zone.zone_type.as_deref().is_none_or(|kind| kind == "availability-zone");
    let zones = answer.availability_zones.unwrap_or_default().into_iter();
    Ok(zones
        .filter(is_full)
        .filter_map(|zone| {
            let state = zone.state?;
            Some(Zone {
                name: zone.zone_name?,
                id: zone.zone_id.unwrap_or_default(),
                state: state.as_str().into(),
            })
        })
        .collect())
}

/// Returns all regions of the partition, each with whether the account may use it.
async fn regions(clients: &Clients, region: &str) -> Result<BTreeMap<String, String>, ApiError> {
    let ec2 = clients.client(region, aws_sdk_ec2::Client::new);
    let answer = ec2.describe_regions().all_regions(true).send().await;
    let answer = answer.map_err(api_error("ec2:DescribeRegions"))?;
    let regions = answer.regions.unwrap_or_default().into_iter();
    Ok(regions
        .filter_map(|one| Some((one.region_name?, one.opt_in_status?)))
        .collect())
}

/// Returns the zones of each service that has an interface endpoint in the stack's network.
async fn endpoint_zones(clients: &Clients, region: &str) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
    const CALL: &str = "ec2:DescribeVpcEndpointServices";
    let ec2 = clients.client(region, aws_sdk_ec2::Client::new);
    // `com.amazonaws.<region>.<service>`; in other partitions, with more in front.
    let suffixes = ENDPOINTS.map(|service| (service, format!(".{region}.{service}")));
    let mut zones_of = BTreeMap::new();
    let mut token = None;
    loop {
        let call = ec2.describe_vpc_endpoint_services().set_next_token(token);
        let answer = call.send().await.map_err(api_error(CALL))?;
        for one in answer.service_details.unwrap_or_default() {
            let name = one.service_name.unwrap_or_default();
            let is_interface = |kind: &ServiceTypeDetail| kind.service_type != Some(ServiceType::Gateway);
            let is_interface = one.service_type.unwrap_or_default().iter().all(is_interface);
            if let Some((service, _)) = suffixes
                .iter()
                .find(|(_, suffix)| is_interface && name.ends_with(suffix))
            {
                zones_of.insert((*service).to_owned(), one.availability_zones.unwrap_or_default());
            }
        }
        token = answer.next_token.filter(|token| !token.is_empty());
        if token.is_none() {
            return Ok(zones_of);
        }
    }
}

/// Asks for all versions: the filter only takes complete versions, but a declaration may name a branch.
async fn offers(clients: &Clients, region: &str, engine: Engine, class: &str) -> Result<Vec<Offer>, ApiError> {
    let rds = clients.client(region, aws_sdk_rds::Client::new);
    let call = rds
        .describe_orderable_db_instance_options()
        .engine(engine.code())
        .db_instance_class(class)
        .max_records(PAGE);
    let mut pages = call.into_paginator().items().send();
    let mut offers = Vec::new();
    while let Some(option) = pages.next().await {
        let option = option.map_err(api_error("rds:DescribeOrderableDBInstanceOptions"))?;
        // An emulator may ignore the filter.
        if option.db_instance_class.as_deref() == Some(class) {
            let zones = option.availability_zones.unwrap_or_default().into_iter();
            offers.push(Offer {
                version: option.engine_version.unwrap_or_default(),
                multi_az: option.multi_az_capable.unwrap_or_default(),
                zones: zones.filter_map(|zone| zone.name).collect(),
            });
        }
    }
    Ok(offers)
}

#[cfg(test)]
mod tests;
