//! Conflicts: before a plan is carried out, looks for what has the name or the place of a resource that the plan creates, and
//! that this stack does not own.
//!
//! Only the creation itself can tell for certain: something may be created in between. Then its step fails, and the next run
//! reports the conflict.

use super::error::StepError;
use super::rate_limiter::{CallClass, RateLimiter};
use super::refresh::AT_ONCE;
use crate::clock::Clock;
use crate::journal::{Entry, Journal};
use crate::plan::{Action, Plan, Step};
use crate::provider::{ApiError, ApiErrorKind, Provider};
use crate::resource::{known, resolve};
use crate::spec::Desired;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use std::collections::BTreeSet;

/// Something that this stack does not own, and that has the name or the place of a resource that a plan creates.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The resource that the plan creates, as an intent.
    pub entry: Entry,
    /// What was found.
    pub error: ApiError,
}

/// Finds the conflicts of a plan. A lookup that the credentials do not allow finds nothing: the creation may be allowed.
pub async fn conflicts<P: Provider>(
    provider: &P,
    clock: &Clock,
    journal: &Journal,
    plan: &Plan,
) -> Result<Vec<Conflict>, (String, StepError)> {
    let rate_limiter = &RateLimiter::new(*clock);
    let steps = plan.steps.iter().filter(|step| step.action() == Action::Create);
    let created: BTreeSet<&str> = steps.clone().map(|step| step.address.as_str()).collect();
    // What the plan creates has no values yet.
    let output = |address: &str, output: &str| {
        let stays = !created.contains(address);
        stays.then(|| journal.output(address, output)).flatten()
    };
    let entries = steps.filter_map(|step| candidate(journal, step, &output));
    let lookups = stream::iter(entries).map(|entry| async move {
        let Some(target) = entry.target(&journal.stack, &journal.account) else {
            return Ok(None);
        };
        let find = async || provider.find(&target, &entry.fields).await;
        let class = CallClass::reads(target.kind.service, &target.region);
        match rate_limiter.ask(&class, find).await {
            Err(error) if error.kind == ApiErrorKind::NotOwned => Ok(Some(Conflict { entry, error })),
            // Something that it would be in does not exist.
            Ok(_) => Ok(None),
            Err(error) if matches!(error.kind, ApiErrorKind::Denied | ApiErrorKind::NotFound) => Ok(None),
            Err(error) => Err((entry.address.clone(), StepError::Api(error))),
        }
    });
    let found: Vec<Option<Conflict>> = lookups.buffered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// Returns the intent of a step, if something can be in its way and can be looked for already.
fn candidate(journal: &Journal, step: &Step, output: &impl Fn(&str, &str) -> Option<String>) -> Option<Entry> {
    let desired = step.desired().filter(|desired| desired.kind.can_be_taken())?;
    // The old resource of this stack has the name, and is deleted first.
    let has_name = |entry: &Entry| {
        let name = (&entry.name, &entry.region, entry.kind.as_str());
        entry.id.is_some() && name == (&desired.name, &desired.region, desired.kind.name)
    };
    if journal.entries().any(has_name) {
        return None;
    }
    let fields = fields(desired, output)?;
    let token = step.address.clone();
    Some(Entry::intend(&step.address, desired, fields, "", token))
}

/// Returns the fields that a resource is looked for by; `None` if one of them is not known yet: what the resource would be in
/// does not exist, so nothing else can be in it. Other unknown fields are blank.
fn fields(desired: &Desired, output: &impl Fn(&str, &str) -> Option<String>) -> Option<Value> {
    let all = desired.fields.as_object()?.iter();
    let all = all.map(|(field, value)| (field.clone(), resolve(value, output)));
    let is_missing = |(field, value): (String, Option<Value>)| {
        let is_needed = desired.kind.found_by.contains(&field.as_str());
        match value {
            None if is_needed => None,
            value => Some((field, value.unwrap_or_default())),
        }
    };
    let fields: serde_json::Map<String, Value> = all.map(is_missing).collect::<Option<_>>()?;
    Some(known(desired.kind, &Value::Object(fields)))
}
