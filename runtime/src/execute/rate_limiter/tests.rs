//! The pace of calls, in virtual time, against token buckets such as AWS's.

use super::*;
use futures_util::future::join_all;
use proptest::prelude::*;
use std::cell::{Cell, RefCell};

fn class(service: &'static str) -> CallClass {
    CallClass::reads(service, "eu-central-1")
}

fn error(kind: ApiErrorKind) -> ApiError {
    ApiError::new(kind, "ec2:DescribeVpcs", "code", "message")
}

/// A token bucket of AWS's.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// The tokens that it holds when it is full.
    size: f64,
    /// The tokens that it gets per second.
    rate: f64,
    /// The tokens that it holds.
    fill: f64,
    /// When it held them.
    at: Duration,
}

impl Bucket {
    fn takes(&mut self, now: Duration) -> bool {
        let refill = now.saturating_sub(self.at).as_secs_f64() * self.rate;
        (self.fill, self.at) = ((self.fill + refill).min(self.size), now);
        let has_token = self.fill >= 1.0;
        if has_token {
            self.fill -= 1.0;
        }
        has_token
    }
}

/// Many calls to one service.
#[derive(Clone, Copy, Debug)]
struct Load {
    bucket: Bucket,
    /// The number of calls that have to be accepted.
    calls: u32,
    /// How long AWS takes to answer.
    latency: Duration,
    /// The share of calls that AWS throttles although the bucket has a token.
    share: f64,
    seed: u64,
}

/// The result of a load.
#[derive(Debug)]
struct Run {
    seconds: f64,
    throttled: u32,
}

impl Load {
    /// Makes all calls at once in virtual time, each until it is accepted.
    fn run(self) -> Run {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let clock = Clock::start(1.0);
            let limiter = RateLimiter::new(clock);
            let bucket = RefCell::new(self.bucket);
            let random = RefCell::new(fastrand::Rng::with_seed(self.seed));
            let throttled = Cell::new(0);
            let class = class("ec2");
            let call = async || {
                clock.sleep(self.latency / 2).await;
                let is_refused = random.borrow_mut().f64() < self.share;
                let is_accepted = !is_refused && bucket.borrow_mut().takes(clock.elapsed());
                clock.sleep(self.latency / 2).await;
                if is_accepted {
                    return Ok(());
                }
                throttled.update(|count| count + 1);
                Err(error(ApiErrorKind::Throttled))
            };
            let one = async || while limiter.call(&class, call).await.is_err() {};
            join_all((0..self.calls).map(|_| one())).await;
            Run {
                seconds: clock.elapsed().as_secs_f64(),
                throttled: throttled.get(),
            }
        })
    }

    /// How long the calls take at the bucket's own pace, in seconds: no deployer is faster.
    fn least_seconds(&self) -> f64 {
        let calls = f64::from(self.calls);
        let by_bucket = (calls - self.bucket.fill) / self.bucket.rate;
        let in_flight = f64::from(u32::try_from(CALLS_IN_FLIGHT).expect("a small number"));
        let attempts = calls / (1.0 - self.share);
        let by_latency = attempts / in_flight * self.latency.as_secs_f64();
        by_bucket.max(by_latency)
    }
}

prop_compose! {
    /// The rates are those of AWS's documentation: up to 20 tokens a second, and slower ones.
    fn load(sizes: std::ops::Range<f64>)(
        size in sizes,
        rate in 0.25..20.0f64,
        fill in 0.0..1.0f64,
        calls in 1..200u32,
        milliseconds in 20..300u64,
        share in 0.0..0.3f64,
        seed: u64,
    ) -> Load {
        Load {
            bucket: Bucket { size, rate, fill: fill * size, at: Duration::ZERO },
            calls,
            latency: Duration::from_millis(milliseconds),
            share,
            seed,
        }
    }
}

/// The pace is one and a half times the bucket's own, after five seconds in which it is found.
fn assert_pace(load: Load) {
    let run = load.run();
    let bound = 1.5 * load.least_seconds() + 5.0;
    assert!(run.seconds <= bound, "{run:?} took longer than {bound} s");
}

proptest! {
    #[test]
    fn calls_keep_the_pace_of_the_bucket_at_many_shares_of_throttled_calls(load in load(1.0..100.0)) {
        assert_pace(load);
    }

    #[test]
    fn calls_keep_the_pace_of_a_bucket_of_one_token(load in load(1.0..2.0)) {
        assert_pace(load);
    }
}

fn full_bucket(rate: f64, calls: u32) -> Load {
    Load {
        bucket: Bucket {
            size: 20.0,
            rate,
            fill: 20.0,
            at: Duration::ZERO,
        },
        calls,
        latency: Duration::from_millis(50),
        share: 0.0,
        seed: 7,
    }
}

#[test]
fn throttled_calls_of_many_are_limited() {
    for rate in [2.0, 5.0, 20.0] {
        let run = full_bucket(rate, 1000).run();
        // Three in four: they take no token, and too few calls would cost time.
        assert!(run.throttled < 3000, "{rate} tokens a second: {run:?}");
    }
}

#[test]
fn throttled_calls_that_a_slower_pace_does_not_avoid_do_not_stop_a_run() {
    for (share, seconds) in [(0.05, 2.0), (0.2, 5.0), (0.5, 10.0)] {
        let load = Load {
            share,
            ..full_bucket(20.0, 24)
        };
        let run = load.run();
        assert!(run.seconds < seconds, "{share}: {run:?}");
    }
}

#[test]
fn nothing_waits_while_nothing_is_throttled() {
    let run = full_bucket(1.0, 20).run();
    assert_eq!(run.throttled, 0);
    // Three rounds of eight calls.
    assert!((run.seconds - 0.15).abs() < 0.01, "{run:?}");
}

#[tokio::test(start_paused = true)]
async fn each_class_has_at_most_eight_calls_in_flight() {
    let clock = Clock::start(1.0);
    let limiter = RateLimiter::new(clock);
    let began = RefCell::new(Vec::new());
    let call = async |class: CallClass| {
        let call = async || {
            began.borrow_mut().push(clock.elapsed().as_secs());
            clock.sleep(Duration::from_secs(1)).await;
            Ok(())
        };
        limiter.call(&class, call).await
    };
    let elsewhere = CallClass::reads("ec2", "us-east-1");
    let changes = CallClass::new("ec2", "eu-central-1", Purpose::Change);
    let classes = [class("ec2"), class("ec2"), class("rds"), elsewhere, changes];
    let all = classes.iter().flat_map(|class| (0..8).map(|_| call(class.clone())));
    join_all(all.collect::<Vec<_>>()).await;
    let at = |start: u64| began.borrow().iter().filter(|time| **time == start).count();
    assert_eq!((at(0), at(1)), (32, 8));
}

#[tokio::test(start_paused = true)]
async fn throttled_class_does_not_slow_another() {
    let clock = Clock::start(1.0);
    let limiter = RateLimiter::new(clock);
    for _ in 0..12 {
        let throttled = limiter
            .call(&class("ec2"), async || Err::<(), _>(error(ApiErrorKind::Throttled)))
            .await;
        assert!(throttled.is_err());
    }
    assert!(limiter.pause(&class("ec2")) > Duration::ZERO);
    assert_eq!(limiter.pause(&class("rds")), Duration::ZERO);
    let changes = CallClass::new("ec2", "eu-central-1", Purpose::Change);
    assert_eq!(limiter.pause(&changes), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn other_errors_do_not_slow_the_pace() {
    let limiter = RateLimiter::new(Clock::start(1.0));
    for kind in [
        ApiErrorKind::Unavailable,
        ApiErrorKind::NotReady,
        ApiErrorKind::Denied,
        ApiErrorKind::OutcomeUnknown,
    ] {
        let answer = limiter.call(&class("ec2"), async || Err::<(), _>(error(kind))).await;
        assert!(answer.is_err());
    }
    assert_eq!(limiter.pause(&class("ec2")), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn two_calls_are_at_most_one_and_a_fifth_seconds_apart() {
    let limiter = RateLimiter::new(Clock::start(1.0));
    for _ in 0..50 {
        let throttled = limiter
            .call(&class("ec2"), async || Err::<(), _>(error(ApiErrorKind::Throttled)))
            .await;
        assert!(throttled.is_err());
        assert!(limiter.pause(&class("ec2")) <= Duration::from_millis(1200));
    }
}

#[tokio::test(start_paused = true)]
async fn call_is_retried_five_times_and_a_throttled_one_for_half_an_hour() {
    let clock = Clock::start(1.0);
    let limiter = RateLimiter::new(clock);
    let asked = RefCell::new(Vec::new());
    let ask = async |kind| {
        let question = async || {
            asked.borrow_mut().push(clock.elapsed().as_secs());
            Err::<(), _>(error(kind))
        };
        let answer = limiter.ask(&class("ec2"), question).await;
        answer.expect_err("it never succeeds").kind
    };
    assert_eq!(ask(ApiErrorKind::Unavailable).await, ApiErrorKind::Unavailable);
    assert_eq!(asked.take(), [0, 1, 3, 7, 15, 31]);
    assert_eq!(ask(ApiErrorKind::Denied).await, ApiErrorKind::Denied);
    assert_eq!(asked.take(), [31]);
    let start = clock.elapsed();
    assert_eq!(ask(ApiErrorKind::Throttled).await, ApiErrorKind::Throttled);
    let took = clock.elapsed().saturating_sub(start).as_secs();
    assert!((1800..1860).contains(&took), "{took} s");
}
