//! The calls to each service: how many are in flight at once, and how fast they follow each other once AWS throttles.
//!
//! AWS throttles an account by service and region, whoever calls. So one resource that is throttled slows all others of its
//! service down: if each waited for itself alone, a hundred would keep the bucket empty for each other.

use super::Clock;
use super::refresh::again;
use crate::kinds::KINDS;
use crate::provider::{ApiError, ApiErrorKind};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many calls to one service are in flight at once. AWS throttles by service and account, and most services fill
/// their buckets with 5 to 20 calls a second: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>.
const CALLS_PER_SERVICE: usize = 8;

/// How long no call is made to a service after the first one that it has throttled; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// How long at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// How long at least one call follows another while a service throttles: the slowest buckets are filled with two a second.
const SPACING: Duration = Duration::from_millis(500);
/// After how many calls that were not throttled the pauses are halved.
const CALM: u32 = 20;

/// The calls to all services.
#[derive(Debug)]
pub(super) struct RateLimiter {
    clock: Clock,
    lanes: BTreeMap<&'static str, Lane>,
}

/// The calls to one service.
#[derive(Debug)]
struct Lane {
    calls: Semaphore,
    /// From when on the next call may be made.
    open: Cell<Duration>,
    /// How often its calls were held back.
    holds: Cell<u64>,
    /// How often the pause was doubled, and not yet halved again.
    level: Cell<u32>,
    /// How many calls since were not.
    calm: Cell<u32>,
}

impl RateLimiter {
    pub(super) fn new(clock: Clock) -> Self {
        let lane = |service| {
            let lane = Lane {
                calls: Semaphore::new(CALLS_PER_SERVICE),
                open: Cell::default(),
                holds: Cell::default(),
                level: Cell::default(),
                calm: Cell::default(),
            };
            (service, lane)
        };
        Self {
            clock,
            lanes: KINDS.iter().map(|kind| lane(kind.service)).collect(),
        }
    }

    /// Makes one call to a service, when it is its turn.
    pub(super) async fn call<T>(
        &self,
        service: &str,
        call: impl AsyncFnOnce() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let Some(lane) = self.lanes.get(service) else {
            return call().await;
        };
        let _permit = lane.enter(&self.clock).await;
        let holds = lane.holds.get();
        let result = call().await;
        match &result {
            Err(error) if error.kind == ApiErrorKind::Throttled => lane.hold(holds, self.clock.elapsed()),
            _ => lane.pass(),
        }
        result
    }

    /// Asks a service, and repeats that a few times where it does not take the question.
    pub(super) async fn ask<T>(
        &self,
        service: &str,
        mut call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        again(&self.clock, async || self.call(service, &mut call).await).await
    }
}

impl Lane {
    async fn enter(&self, clock: &Clock) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        let permit = self.calls.acquire().await.ok();
        loop {
            let (now, open) = (clock.elapsed(), self.open.get());
            if now >= open {
                if self.level.get() > 0 {
                    self.open.set(now + SPACING);
                }
                return permit;
            }
            clock.sleep(open.saturating_sub(now)).await;
        }
    }

    /// Holds all calls back for a while, for a call that was throttled and had begun after so many holds.
    fn hold(&self, holds: u64, now: Duration) {
        self.calm.set(0);
        // Those that were in flight together are one sign, not many.
        if holds != self.holds.get() {
            return;
        }
        self.holds.set(holds + 1);
        let pause = FIRST_PAUSE * (1 << self.level.get());
        self.open.set(now + pause.min(LONGEST_PAUSE));
        // A level beyond the longest pause would only take longer to leave.
        if pause < LONGEST_PAUSE {
            self.level.update(|level| level + 1);
        }
    }

    /// Notes that a call was not throttled.
    fn pass(&self) {
        if self.level.get() == 0 {
            return;
        }
        self.calm.update(|calm| calm + 1);
        if self.calm.get() >= CALM {
            self.calm.set(0);
            self.level.update(|level| level - 1);
        }
    }
}

#[cfg(test)]
mod tests;
