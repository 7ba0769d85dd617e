//! Asking AWS about everything that the journal knows.

use super::error::StepError;
use super::rate_limiter::RateLimiter;
use crate::clock::Clock;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::ObservedState;
use crate::provider::{ApiError, Live, Provider, Target};
use crate::retry::CREATION_LAG;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::time::Duration;

/// How many resources are asked for at once.
pub(super) const AT_ONCE: usize = 8;
/// How long to wait between two looks at what AWS may not show yet.
const BETWEEN: Duration = Duration::from_secs(3);

/// Reads every resource that the journal knows the id of.
pub async fn refresh<P: Provider>(
    provider: &P,
    clock: &Clock,
    journal: &Journal,
) -> Result<ObservedState, (String, StepError)> {
    let rate_limiter = &RateLimiter::new(*clock);
    let looks = journal.entries().filter_map(|entry| {
        let target = entry.target(&journal.stack, &journal.account)?;
        let id = entry.id.as_ref()?;
        Some(async move {
            let live = look(provider, clock, rate_limiter, entry, &target, id).await;
            let trouble = |error| (entry.address.clone(), StepError::Api(error));
            Ok((entry, live.map_err(trouble)?))
        })
    });
    let looks: Vec<(&Entry, Option<Live>)> = stream::iter(looks).buffer_unordered(AT_ONCE).try_collect().await?;
    let mut seen = ObservedState::default();
    for (entry, live) in looks {
        if journal.is_current(entry) {
            seen.resources.insert(entry.address.clone(), live);
        } else {
            seen.deposed.insert(entry.token.clone(), live);
        }
    }
    Ok(seen)
}

/// Reads one resource. What a run that was cut off has only just made, AWS may not show yet: it is not gone before it had
/// the time to be seen.
async fn look<P: Provider>(
    provider: &P,
    clock: &Clock,
    rate_limiter: &RateLimiter,
    entry: &Entry,
    target: &Target,
    id: &str,
) -> Result<Option<Live>, ApiError> {
    let start = clock.elapsed();
    loop {
        let read = async || provider.read(target, id, &entry.fields).await;
        let live = rate_limiter.ask(target.kind.service, read).await?;
        if live.is_some() || entry.phase != Phase::Configuring || clock.elapsed().saturating_sub(start) >= CREATION_LAG
        {
            return Ok(live);
        }
        clock.sleep(BETWEEN).await;
    }
}

#[cfg(test)]
mod tests;
