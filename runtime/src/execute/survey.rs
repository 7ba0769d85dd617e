//! Survey: reads the observed state before a destruction.

use super::rate_limiter::{CallClass, RateLimiter};
use super::refresh::AT_ONCE;
use crate::clock::Clock;
use crate::journal::Journal;
use crate::plan::ObservedState;
use crate::provider::Provider;
use futures_util::{StreamExt as _, stream};

/// Reads every resource whose id is in the journal, once. A resource that cannot be read is left out: a destruction reads each
/// resource again before it deletes it, and one that cannot be read must not keep the others from being deleted.
pub async fn survey<P: Provider>(provider: &P, clock: &Clock, journal: &Journal) -> ObservedState {
    let rate_limiter = &RateLimiter::new(*clock);
    let reads = journal.entries().filter_map(|entry| {
        let target = entry.target(&journal.stack, &journal.account)?;
        let id = entry.id.as_ref()?;
        Some(async move {
            let read = async || provider.read(&target, id, &entry.fields).await;
            let class = CallClass::reads(target.kind.service, &target.region);
            (entry, rate_limiter.ask(&class, read).await)
        })
    });
    let mut observed = ObservedState::default();
    let mut reads = stream::iter(reads).buffer_unordered(AT_ONCE);
    while let Some((entry, live)) = reads.next().await {
        let Ok(live) = live else { continue };
        observed.insert(journal, entry, live);
    }
    observed
}
