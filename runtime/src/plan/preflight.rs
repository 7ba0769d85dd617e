//! The preflight checks before a deployment.

use crate::journal::{Entry, Journal, Phase};
use crate::kinds::ecs::TaskDefinition;
use crate::kinds::rds::DbInstance;
use moodle_stack_model::rules::preflight::{PreflightQuery, QueryTarget};
use moodle_stack_model::{Architecture, Database, Processor};
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
        // With the processor that its tasks run on.
        QueryTarget::Image(image) => {
            let arm = architecture.compute.cpu_architecture == Processor::Arm;
            let mut tasks = ready(journal).filter_map(Entry::spec::<TaskDefinition>);
            tasks.any(|task| task.image.value() == image && task.arm == arm)
        }
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
    }
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
