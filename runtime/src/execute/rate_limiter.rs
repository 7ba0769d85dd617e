//! Limits the calls to AWS: how many of a kind are in flight at once, and how fast they follow each other once AWS
//! throttles.
//!
//! AWS throttles an account by service and region, and often reads apart from changes, no matter which resource a call is
//! for: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>. So a throttled call slows down all calls
//! of its [`CallClass`]: if each resource waited on its own, a hundred resources would keep the token bucket empty for each
//! other.

mod pace;

use crate::clock::Clock;
use crate::provider::{ApiError, ApiErrorKind};
use crate::retry::with_retries;
use pace::Pace;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many calls of one class are in flight at once. Most services refill their buckets with 5 to 20 calls a second:
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>.
const CALLS_IN_FLIGHT: usize = 8;

/// For how long a call is repeated while AWS throttles it: many calls may wait for the same bucket.
pub(super) const LONGEST_THROTTLING: Duration = Duration::from_mins(30);

/// Whether a call reads or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// It finds, lists or reads.
    Read,
    /// It creates, changes or deletes.
    Change,
}

/// The calls that AWS throttles together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CallClass {
    /// The service, as the SDK's endpoint variables spell it.
    service: &'static str,
    /// The region of the resource.
    region: String,
    purpose: Purpose,
}

impl CallClass {
    pub(super) fn new(service: &'static str, region: &str, purpose: Purpose) -> Self {
        Self {
            service,
            region: region.into(),
            purpose,
        }
    }

    /// The calls that read.
    pub(super) fn reads(service: &'static str, region: &str) -> Self {
        Self::new(service, region, Purpose::Read)
    }
}

/// Limits all calls, each class on its own.
#[derive(Debug)]
pub(super) struct RateLimiter {
    clock: Clock,
    buckets: RefCell<BTreeMap<CallClass, Rc<Bucket>>>,
}

/// The calls of one class.
#[derive(Debug)]
struct Bucket {
    calls: Semaphore,
    pace: RefCell<Pace>,
}

impl RateLimiter {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            clock,
            buckets: RefCell::default(),
        }
    }

    /// Returns the clock by which it limits.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Makes one call, once the pace of its class allows it.
    pub(super) async fn call<T>(
        &self,
        class: &CallClass,
        call: impl AsyncFnOnce() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let bucket = self.bucket(class);
        // The semaphore is never closed.
        let _permit = bucket.calls.acquire().await.ok();
        let settings = bucket.wait_for_turn(&self.clock).await;
        let result = call().await;
        let is_throttled = matches!(&result, Err(error) if error.kind == ApiErrorKind::Throttled);
        let mut pace = bucket.pace.borrow_mut();
        pace.count(self.clock.elapsed(), settings, !is_throttled);
        result
    }

    /// Makes an idempotent call, and repeats it while its error is retryable. A throttled call is repeated for up to half
    /// an hour, at the pace of its class.
    pub(super) async fn ask<T>(
        &self,
        class: &CallClass,
        mut call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let start = self.clock.elapsed();
        let is_early = || self.clock.elapsed().saturating_sub(start) < LONGEST_THROTTLING;
        with_retries(&self.clock, async || {
            loop {
                match self.call(class, &mut call).await {
                    Err(error) if error.kind == ApiErrorKind::Throttled && is_early() => {}
                    result => return result,
                }
            }
        })
        .await
    }

    /// Returns how long the next call of a class waits.
    pub(super) fn pause(&self, class: &CallClass) -> Duration {
        self.bucket(class).pace.borrow().pause(self.clock.elapsed())
    }

    fn bucket(&self, class: &CallClass) -> Rc<Bucket> {
        let mut buckets = self.buckets.borrow_mut();
        let bucket = buckets.entry(class.clone()).or_insert_with(|| {
            Rc::new(Bucket {
                calls: Semaphore::new(CALLS_IN_FLIGHT),
                pace: RefCell::default(),
            })
        });
        Rc::clone(bucket)
    }
}

impl Bucket {
    /// Waits until the next call may start, and returns how often the pace was set before.
    async fn wait_for_turn(&self, clock: &Clock) -> u64 {
        loop {
            let now = clock.elapsed();
            let pause = self.pace.borrow().pause(now);
            if pause.is_zero() {
                return self.pace.borrow_mut().start(now);
            }
            clock.sleep(pause).await;
        }
    }
}

#[cfg(test)]
mod tests;
