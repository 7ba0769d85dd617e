//! Refresh: reads the observed state of every resource in the journal.

use super::error::StepError;
use super::rate_limiter::{CallClass, RateLimiter};
use super::unseen::unseen_for;
use crate::clock::Clock;
use crate::journal::{Entry, Journal};
use crate::plan::ObservedState;
use crate::provider::{ApiError, ApiErrorKind, Live, Provider, Target};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
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
        let target = entry.target(&journal.stack, &journal.account)?;
        let id = entry.id.as_ref()?;
        Some(async move {
            // From the start of the refresh, so that waits for many resources do not add up.
            let until = start + unseen_for(journal, entry, target.kind);
            let live = read(provider, clock, rate_limiter, entry, &target, id, until).await;
            let failed = |error| (entry.address.clone(), StepError::Api(error));
            Ok((entry, live.map_err(failed)?))
        })
    });
    let reads: Vec<(&Entry, Option<Live>)> = stream::iter(reads).buffer_unordered(AT_ONCE).try_collect().await?;
    let mut observed = ObservedState::default();
    for (entry, live) in reads {
        if journal.is_current(entry) {
            observed.resources.insert(entry.address.clone(), live);
        } else {
            observed.deposed.insert(entry.token.clone(), live);
        }
    }
    Ok(observed)
}

/// Reads one resource. AWS may not show a resource yet that an interrupted run has just created, so such a resource
/// counts as missing only after `until`.
async fn read<P: Provider>(
    provider: &P,
    clock: &Clock,
    rate_limiter: &RateLimiter,
    entry: &Entry,
    target: &Target,
    id: &str,
    until: Duration,
) -> Result<Option<Live>, ApiError> {
    loop {
        let class = CallClass::reads(target.kind.service, &target.region);
        let read = async || provider.read(target, id, &entry.fields).await;
        let answer = rate_limiter.ask(&class, read).await;
        let may_be_unseen = match &answer {
            Ok(None) => true,
            // AWS may show a resource before its tags.
            Ok(Some(live)) => live.is_not_owned,
            // AWS does not show something that the response needs.
            Err(error) => error.kind == ApiErrorKind::NotFound,
        };
        if !may_be_unseen || clock.elapsed() >= until {
            return answer;
        }
        clock.sleep(BETWEEN).await;
    }
}

#[cfg(test)]
mod tests;
