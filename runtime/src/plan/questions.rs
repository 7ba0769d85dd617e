//! What to ask AWS before a deployment.

use crate::journal::{Journal, Phase};
use moodle_stack_model::rules::preflight::{PreflightQuery, QueryTarget};
use moodle_stack_model::{Architecture, Database, Processor};
use serde_json::Value;

/// Says what to ask AWS before a deployment: all that the declaration names, but for what AWS has already taken.
///
/// RDS no longer offers a version that a database was made with years ago, and a zone in which a stack runs may be in
/// trouble today: neither is a reason to refuse another change of that stack.
#[must_use]
pub fn questions(architecture: &Architecture, journal: &Journal) -> Vec<PreflightQuery> {
    let mut questions = PreflightQuery::all(architecture);
    questions.retain(|question| !is_answered(architecture, journal, question));
    questions
}

/// Tells whether something of the stack that is ready was made with what a question is about.
fn is_answered(architecture: &Architecture, journal: &Journal, question: &PreflightQuery) -> bool {
    let domain = architecture.domain;
    let has = |text: &str| ready(journal).any(|fields| says(fields, text));
    match question.target {
        // Nothing but CloudFront is told the bare domain; behind the load balancer, Moodle is told its address.
        QueryTarget::Certificate(arn) if question.key == "edge.certificate" => has(arn) && has(domain),
        QueryTarget::Certificate(arn) => has(arn) && has(&format!("https://{domain}")),
        QueryTarget::HostedZone(id) => has(id) && has(domain),
        // With the processor that the tasks of it run on.
        QueryTarget::Image(image) => {
            let arm = architecture.compute.cpu_architecture == Processor::Arm;
            ready(journal).any(|fields| fields["image"] == image && fields["arm"] == arm)
        }
        QueryTarget::Zones => architecture.network.zones.as_slice().iter().all(|zone| has(zone)),
        QueryTarget::Offers(_, class) => match architecture.database {
            Database::Mysql(declared) | Database::MariaDb(declared) | Database::Postgres(declared) => ready(journal)
                .any(|fields| {
                    fields["class"] == class
                        && fields["version"] == declared.version
                        && fields["multi_az"] == declared.multi_az
                }),
            Database::AuroraMysql(declared) | Database::AuroraPostgres(declared) => has(class) && has(declared.version),
        },
    }
}

/// Returns the fields of what is ready: also of what was being replaced, and may be what is declared again.
fn ready(journal: &Journal) -> impl Iterator<Item = &Value> {
    let entries = journal.entries().filter(|entry| entry.phase == Phase::Ready);
    entries.map(|entry| &entry.fields)
}

/// Tells whether a text is anywhere in some fields.
fn says(fields: &Value, text: &str) -> bool {
    match fields {
        Value::String(value) => value == text,
        Value::Array(values) => values.iter().any(|value| says(value, text)),
        Value::Object(values) => values.values().any(|value| says(value, text)),
        _ => false,
    }
}
