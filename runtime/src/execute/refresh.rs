//! Refresh: reads the observed state of every resource in the journal.

use super::error::StepError;
use super::rate_limiter::{CallClass, RateLimiter};
use super::unseen::unseen_for;
use crate::clock::Clock;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::ObservedState;
use crate::provider::{ApiError, ApiErrorKind, Live, Owner, Provider, Target};
use crate::resource::KindInfo;
use crate::retry::{CHANGE_LAG, creation_lag};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use std::time::Duration;

/// How many resources are read at once.
pub(super) const AT_ONCE: usize = 8;
/// The interval for polling a resource that AWS may not show yet.
const BETWEEN: Duration = Duration::from_secs(3);

/// Reads every resource whose id is in the journal. An error names the address that could not be read.
pub async fn refresh<P: Provider>(
    provider: &P,
    clock: &Clock,
    journal: &Journal,
) -> Result<ObservedState, (String, StepError)> {
    let rate_limiter = &RateLimiter::new(*clock);
    let start = clock.elapsed();
    let reads = journal.entries().filter_map(|entry| {
        let mut target = entry.target(&journal.stack, &journal.account)?;
        target.dependents = journal.dependents_of(&entry.address);
        let id = entry.id.as_ref()?;
        Some(async move {
            // From the start of the refresh, so that waits for many resources do not add up.
            let until = Until {
                shown: start + unseen_for(journal, entry, target.kind),
                current: start + journal.age.left_of(CHANGE_LAG),
            };
            let live = read(provider, clock, rate_limiter, entry, &target, id, &until).await;
            let failed = |error| (entry.address.clone(), StepError::Api(error));
            Ok((entry, live.map_err(failed)?))
        })
    });
    let reads: Vec<(&Entry, Option<Live>)> = stream::iter(reads).buffer_unordered(AT_ONCE).try_collect().await?;
    let mut observed = ObservedState::default();
    for (entry, live) in reads {
        observed.insert(journal, entry, live);
    }
    Ok(observed)
}

/// Reads a resource that AWS has just listed. AWS may still not know it by its ID, so it counts as deleted in the meantime only
/// after the [`creation_lag`] of its kind.
pub(super) async fn read_found<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    target: &Target,
    id: &str,
    fields: &Value,
) -> Result<Option<Live>, ApiError> {
    let clock = rate_limiter.clock();
    let until = clock.elapsed() + creation_lag(target.kind);
    let class = CallClass::reads(target.kind.service, &target.region);
    loop {
        let read = async || provider.read(target, id, fields).await;
        let live = match rate_limiter.ask(&class, read).await {
            Err(error) if error.kind == ApiErrorKind::NotFound => None,
            answer => answer?,
        };
        if live.is_some() || clock.elapsed() >= until {
            return Ok(live);
        }
        clock.sleep(BETWEEN).await;
    }
}

/// Until when AWS may not show the current state of a resource.
struct Until {
    /// Until when it may not show the resource.
    shown: Duration,
    /// Until when it may show the resource as it was before its last change.
    current: Duration,
}

/// Returns whether a resource is ready, and AWS reports it differently than it was applied.
fn differs(entry: &Entry, live: &Live, kind: &KindInfo) -> bool {
    let mut fields = live.fields.iter();
    let mut constants = live.constants.values();
    entry.phase == Phase::Ready
        && (constants.any(|constant| constant.live != constant.expected)
            || fields.any(|(field, value)| {
                !kind.externally_managed.contains(&field.as_str()) && entry.fields[field] != *value
            }))
}

/// Reads one resource. AWS may not show a resource yet that an interrupted run has just created, so such a resource
/// counts as missing only later, and a difference from what was applied as a change.
async fn read<P: Provider>(
    provider: &P,
    clock: &Clock,
    rate_limiter: &RateLimiter,
    entry: &Entry,
    target: &Target,
    id: &str,
    until: &Until,
) -> Result<Option<Live>, ApiError> {
    loop {
        let class = CallClass::reads(target.kind.service, &target.region);
        let read = async || provider.read(target, id, &entry.fields).await;
        let answer = rate_limiter.ask(&class, read).await;
        let until = match &answer {
            Ok(None) => until.shown,
            // AWS may show a resource before its tags.
            Ok(Some(live)) if live.owner != Owner::Stack => until.shown,
            Ok(Some(live)) if differs(entry, live, target.kind) => until.current,
            // AWS does not show something that the response needs.
            Err(error) if error.kind == ApiErrorKind::NotFound => until.shown,
            Ok(Some(_)) | Err(_) => return answer,
        };
        if clock.elapsed() >= until {
            return answer;
        }
        clock.sleep(BETWEEN).await;
    }
}

#[cfg(test)]
mod tests;
