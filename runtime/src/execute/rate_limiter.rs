//! Limits the calls to each service: how many are in flight at once, and how fast they follow each other once AWS
//! throttles.
//!
//! AWS throttles an account by service and region, no matter which resource a call is for. So a throttled call slows
//! down all calls to its service: if each resource waited on its own, a hundred resources would keep the service's
//! token bucket empty for each other.

use crate::clock::Clock;
use crate::kinds::KINDS;
use crate::provider::{ApiError, ApiErrorKind};
use crate::retry::with_retries;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many calls to one service are in flight at once. AWS throttles by service and account, and most services refill
/// their buckets with 5 to 20 calls a second: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>.
const CALLS_PER_SERVICE: usize = 8;

/// The pause of all calls to a service after the first throttled call; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// The shortest time between two calls while a service throttles: the slowest buckets are refilled with two calls a second.
const SPACING: Duration = Duration::from_millis(500);
/// The number of calls without throttling after which the pause is halved.
const CALM: u32 = 20;

/// Limits the calls to all services, each by its own bucket.
#[derive(Debug)]
pub(super) struct RateLimiter {
    clock: Clock,
    buckets: BTreeMap<&'static str, Bucket>,
}

/// The calls to one service.
#[derive(Debug)]
struct Bucket {
    calls: Semaphore,
    /// When the next call may be made.
    open: Cell<Duration>,
    /// How often the calls were held back.
    holds: Cell<u64>,
    /// How often the pause was doubled, minus how often it was halved.
    level: Cell<u32>,
    /// The number of calls since then that were not throttled.
    calm: Cell<u32>,
}

impl RateLimiter {
    pub(super) fn new(clock: Clock) -> Self {
        let bucket = |service| {
            let bucket = Bucket {
                calls: Semaphore::new(CALLS_PER_SERVICE),
                open: Cell::default(),
                holds: Cell::default(),
                level: Cell::default(),
                calm: Cell::default(),
            };
            (service, bucket)
        };
        Self {
            clock,
            buckets: KINDS.iter().map(|kind| bucket(kind.service)).collect(),
        }
    }

    /// Returns the clock by which it limits.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Makes one call to a service, once the service's bucket allows it.
    pub(super) async fn call<T>(
        &self,
        service: &str,
        call: impl AsyncFnOnce() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let Some(bucket) = self.buckets.get(service) else {
            return call().await;
        };
        let _permit = bucket.enter(&self.clock).await;
        let holds = bucket.holds.get();
        let result = call().await;
        match &result {
            Err(error) if error.kind == ApiErrorKind::Throttled => bucket.hold(holds, self.clock.elapsed()),
            _ => bucket.pass(),
        }
        result
    }

    /// Makes an idempotent call to a service, and repeats it while its error is retryable.
    pub(super) async fn ask<T>(
        &self,
        service: &str,
        mut call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        with_retries(&self.clock, async || self.call(service, &mut call).await).await
    }
}

impl Bucket {
    async fn enter(&self, clock: &Clock) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed.
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

    /// Holds back all calls for a while, because a call that started after `holds` holds was throttled.
    fn hold(&self, holds: u64, now: Duration) {
        self.calm.set(0);
        // Several throttled calls that were in flight together count once.
        if holds != self.holds.get() {
            return;
        }
        self.holds.set(holds + 1);
        let pause = FIRST_PAUSE * (1 << self.level.get());
        self.open.set(now + pause.min(LONGEST_PAUSE));
        // A level above the longest pause would only take longer to decrease.
        if pause < LONGEST_PAUSE {
            self.level.update(|level| level + 1);
        }
    }

    /// Records that a call was not throttled.
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
