//! The preflight checks before a deployment.

use crate::journal::{Entry, Journal, Phase};
use crate::kinds::application_autoscaling::ScalableTarget;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::ec2::{ElasticIp, InternetGateway, Vpc, VpcEndpoint};
use crate::kinds::ecs::{Service, Shares, TaskDefinition};
use crate::kinds::elb::LoadBalancer;
use crate::kinds::rds::{DbClusterInstance, DbInstance};
use crate::resource::Kind as _;
use moodle_stack_model::facts::quotas::Quota;
use moodle_stack_model::rules::preflight::{PreflightQuery, QueryTarget, needed};
use moodle_stack_model::{Architecture, Capacity, Database, Image, Processor};
use serde_json::Value;

/// Lists the questions to AWS before a deployment: about everything that the declaration names, unless a resource of
/// the stack already uses it.
///
/// RDS may no longer offer a version that a database was created with years ago, and a zone in which a stack runs may have
/// a problem today: neither is a reason to refuse another change of that stack.
#[must_use]
pub fn preflight_queries(architecture: &Architecture, journal: &Journal) -> Vec<PreflightQuery> {
    let mut queries = PreflightQuery::all(architecture);
    queries.retain(|query| !is_answered(architecture, journal, query));
    queries
}

/// Returns whether a ready resource of the stack uses the subject of a question.
fn is_answered(architecture: &Architecture, journal: &Journal, query: &PreflightQuery) -> bool {
    let domain = architecture.domain;
    let has = |text: &str| ready(journal).any(|entry| has_value(&entry.fields, text));
    match query.target {
        // Only CloudFront has the bare domain in its fields; behind the load balancer, Moodle has its URL.
        QueryTarget::Certificate(arn) if query.key == "edge.certificate" => has(arn) && has(domain),
        QueryTarget::Certificate(arn) => has(arn) && has(&format!("https://{domain}")),
        QueryTarget::HostedZone(id) => has(id) && has(domain),
        QueryTarget::Image(_) => has_image(architecture, journal),
        QueryTarget::Zones => architecture.network.zones.as_slice().iter().all(|zone| has(zone)),
        QueryTarget::Offers(_, class) => match architecture.database {
            Database::Mysql(declared) | Database::MariaDb(declared) | Database::Postgres(declared) => {
                let mut databases = ready(journal).filter_map(Entry::spec::<DbInstance>);
                databases.any(|database| {
                    (&*database.class, &*database.version, database.multi_az)
                        == (class, declared.version, declared.multi_az)
                })
            }
            Database::AuroraMysql(declared) | Database::AuroraPostgres(declared) => has(class) && has(declared.version),
        },
        // A region that SES or the image is in has no resource of the stack.
        QueryTarget::Regions => {
            let here = architecture.region;
            let image = Image::parse(architecture.moodle.image).ok();
            let image = image.and_then(|image| image.ecr().map(|ecr| ecr.region));
            let email = architecture.email.and_then(|ses| Some((ses.region?, ses.from)));
            count(journal, Vpc::INFO.name) > 0
                && image.is_none_or(|region| region == here || has_image(architecture, journal))
                && email.is_none_or(|(region, from)| region == here || has(from))
        }
        QueryTarget::EndpointZones => {
            let mut endpoints = ready(journal).filter_map(Entry::spec::<VpcEndpoint>);
            let zones = architecture.network.zones.as_slice();
            endpoints.any(|endpoint| endpoint.interface && endpoint.subnets.len() >= zones.len())
                && zones.iter().all(|zone| has(zone))
        }
        QueryTarget::Quota(quota) => is_within(architecture, journal, quota),
        QueryTarget::Alias(alias, _) => {
            let mut distributions = ready(journal).filter_map(Entry::spec::<Distribution>);
            distributions.any(|distribution| distribution.alias == alias)
        }
        QueryTarget::Sender(from) => has(from),
        QueryTarget::Sending => architecture.email.is_some_and(|ses| has(ses.from)),
    }
}

/// Returns whether a ready task definition has the declared image, for the processor that its tasks run on.
fn has_image(architecture: &Architecture, journal: &Journal) -> bool {
    let arm = architecture.compute.cpu_architecture == Processor::Arm;
    let mut tasks = ready(journal).filter_map(Entry::spec::<TaskDefinition>);
    tasks.any(|task| task.image.value() == architecture.moodle.image && task.arm == arm)
}

/// Returns whether the stack already has all that it needs of a quota.
fn is_within(architecture: &Architecture, journal: &Journal, quota: Quota) -> bool {
    let Some(needed) = needed(architecture, quota) else {
        return true;
    };
    let existing = |kinds: &[&str]| kinds.iter().map(|kind| count(journal, kind)).sum::<u64>() >= needed.least;
    match quota {
        Quota::Fargate | Quota::FargateSpot => {
            let declared = architecture.compute;
            let Capacity::Spread(spread) = declared.capacity;
            let shares = Shares {
                fargate: spread.fargate,
                spot: spread.spot,
                base: spread.base,
            };
            let mut targets = ready(journal).filter_map(Entry::spec::<ScalableTarget>);
            let mut tasks = ready(journal).filter_map(Entry::spec::<TaskDefinition>);
            let mut services = ready(journal).filter_map(Entry::spec::<Service>);
            targets.any(|target| target.min >= declared.replicas.min && target.max >= declared.replicas.max)
                && tasks.any(|task| task.cpu >= declared.cpu)
                && services.any(|service| service.shares == shares)
        }
        Quota::Vpcs => existing(&[Vpc::INFO.name]),
        Quota::InternetGateways => existing(&[InternetGateway::INFO.name]),
        Quota::ElasticIps => existing(&[ElasticIp::INFO.name]),
        Quota::LoadBalancers => existing(&[LoadBalancer::INFO.name]),
        Quota::Distributions | Quota::GroupRules => count(journal, Distribution::INFO.name) > 0,
        Quota::DbInstances => existing(&[DbInstance::INFO.name, DbClusterInstance::INFO.name]),
    }
}

/// Counts the ready resources of a kind.
fn count(journal: &Journal, kind: &str) -> u64 {
    ready(journal).filter(|entry| entry.kind == kind).count() as u64
}

/// Returns the ready resources, including deposed ones, which may be declared again.
fn ready(journal: &Journal) -> impl Iterator<Item = &Entry> {
    journal.entries().filter(|entry| entry.phase == Phase::Ready)
}

/// Returns whether a text is a value anywhere in the fields.
fn has_value(fields: &Value, text: &str) -> bool {
    match fields {
        Value::String(value) => value == text,
        Value::Array(values) => values.iter().any(|value| has_value(value, text)),
        Value::Object(values) => values.values().any(|value| has_value(value, text)),
        _ => false,
    }
}
