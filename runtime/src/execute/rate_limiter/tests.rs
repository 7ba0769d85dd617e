//! The pace of calls, in virtual time.

use super::*;
use futures_util::future::join_all;
use std::cell::RefCell;

const SERVICE: &str = "ec2";

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn error(kind: ApiErrorKind) -> ApiError {
    ApiError::new(kind, "ec2:DescribeVpcs", "code", "message")
}

/// Calls to services, and when each started.
struct Calls {
    clock: Clock,
    rate_limiter: RateLimiter,
    began: RefCell<Vec<Duration>>,
}

impl Calls {
    fn new() -> Self {
        let clock = Clock::start(1.0);
        Self {
            clock,
            rate_limiter: RateLimiter::new(clock),
            began: RefCell::default(),
        }
    }

    /// Makes a call that takes a while, and then is throttled, fails otherwise, or succeeds.
    async fn call(&self, service: &str, takes: Duration, answer: Option<ApiErrorKind>) {
        let call = async || {
            self.began.borrow_mut().push(self.clock.elapsed());
            self.clock.sleep(takes).await;
            answer.map_or(Ok(()), |kind| Err(error(kind)))
        };
        let result = self.rate_limiter.call(service, call).await;
        assert_eq!(result.err().map(|error| error.kind), answer);
    }

    async fn throttled(&self) {
        self.call(SERVICE, Duration::ZERO, Some(ApiErrorKind::Throttled)).await;
    }

    async fn calm(&self, times: usize) {
        for _ in 0..times {
            self.call(SERVICE, Duration::ZERO, None).await;
        }
    }

    /// How long each call waited after the start of the previous call, since the last query.
    fn gaps(&self) -> Vec<Duration> {
        let began = self.began.take();
        self.began.borrow_mut().extend(began.last());
        began.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect()
    }

    /// How often calls follow each other in half a second, until they no longer wait.
    async fn spaced(&self) -> usize {
        let mut spaced = 0;
        loop {
            self.calm(1).await;
            match self.gaps().as_slice() {
                [] => {}
                [gap] if *gap == SPACING => spaced += 1,
                [gap] if gap.is_zero() => return spaced,
                other => panic!("{other:?}"),
            }
            assert!(spaced < 1000, "the calls are held back for ever");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_service_has_at_most_eight_calls_in_flight() {
    let calls = Calls::new();
    let both = ["ec2", "ec2", "rds"]
        .map(|service| join_all((0..8).map(|_| calls.call(service, ms(1000), None)).collect::<Vec<_>>()));
    join_all(both).await;
    let began = calls.began.borrow();
    let at = |start: u64| began.iter().filter(|time| **time == ms(start)).count();
    assert_eq!((at(0), at(1000)), (16, 8), "{began:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_while_nothing_is_throttled() {
    let calls = Calls::new();
    calls.calm(100).await;
    // No other error means that the service is called too often.
    for kind in [
        ApiErrorKind::Unavailable,
        ApiErrorKind::NotReady,
        ApiErrorKind::Denied,
        ApiErrorKind::OutcomeUnknown,
    ] {
        calls.call(SERVICE, Duration::ZERO, Some(kind)).await;
    }
    calls.calm(100).await;
    assert_eq!(calls.clock.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn pause_doubles_with_each_throttled_call_up_to_fifteen_seconds() {
    let calls = Calls::new();
    for _ in 0..9 {
        calls.throttled().await;
    }
    let expected = [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000].map(ms);
    assert_eq!(calls.gaps(), expected);
}

#[tokio::test(start_paused = true)]
async fn throttled_service_does_not_slow_another() {
    let calls = Calls::new();
    calls.throttled().await;
    calls.call("rds", Duration::ZERO, None).await;
    assert_eq!(calls.clock.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn calls_throttled_while_in_flight_together_count_once() {
    let calls = Calls::new();
    // The responses arrive one after the other, within 80 milliseconds.
    let together = || (0..8).map(|n| calls.call(SERVICE, ms(100 + 10 * n), Some(ApiErrorKind::Throttled)));
    join_all(together().collect::<Vec<_>>()).await;
    calls.gaps();
    calls.throttled().await;
    // 600 milliseconds after the start, the first pause ended.
    assert_eq!(calls.clock.elapsed(), ms(600));
    assert_eq!(calls.gaps(), [ms(600)]);
    calls.calm(1).await;
    assert_eq!(calls.gaps(), [ms(1000)]);
}

#[tokio::test(start_paused = true)]
async fn spaced_calls_throttled_while_in_flight_together_count_once() {
    let calls = Calls::new();
    calls.throttled().await;
    // Three calls, half a second apart; the first is throttled when all are in flight.
    let three = (0..3).map(|_| calls.call(SERVICE, ms(1200), Some(ApiErrorKind::Throttled)));
    join_all(three.collect::<Vec<_>>()).await;
    assert_eq!(calls.gaps(), [ms(500), ms(500), ms(500)]);
    calls.calm(1).await;
    // At 1.7 seconds the first of them was throttled, and the second pause is one second.
    assert_eq!(calls.clock.elapsed(), ms(2700));
}

#[tokio::test(start_paused = true)]
async fn spacing_ends_after_twenty_calls_that_are_not_throttled() {
    let calls = Calls::new();
    calls.throttled().await;
    // The twentieth ends it, and the next still follows half a second after it.
    assert_eq!(calls.spaced().await, 21);
    calls.calm(50).await;
    assert!(calls.gaps().iter().all(Duration::is_zero));
    // The next throttled call starts over.
    calls.throttled().await;
    calls.gaps();
    calls.calm(1).await;
    assert_eq!(calls.gaps(), [ms(500)]);
}

#[tokio::test(start_paused = true)]
async fn twenty_calls_that_are_not_throttled_halve_the_next_pause() {
    let calls = Calls::new();
    for _ in 0..3 {
        calls.throttled().await;
    }
    calls.calm(20).await;
    calls.throttled().await;
    calls.gaps();
    calls.calm(1).await;
    // The third pause was two seconds. With one of them undone, the next is two seconds again, and not four.
    assert_eq!(calls.gaps(), [ms(2000)]);
    calls.calm(18).await;
    calls.gaps();
    // Of sixty calls, nineteen are made; the first after the sixtieth still follows half a second after it.
    assert_eq!(calls.spaced().await, 41 + 1);
}

#[tokio::test(start_paused = true)]
async fn throttled_call_restarts_the_count_of_twenty() {
    let calls = Calls::new();
    calls.throttled().await;
    calls.calm(19).await;
    calls.throttled().await;
    calls.calm(1).await;
    calls.gaps();
    calls.calm(18).await;
    assert_eq!(calls.gaps(), [SPACING; 18]);
    assert_eq!(calls.spaced().await, 22);
}

#[tokio::test(start_paused = true)]
async fn recovery_after_long_throttling_takes_no_longer_than_after_the_longest_pause() {
    let calls = Calls::new();
    for _ in 0..50 {
        calls.throttled().await;
    }
    calls.calm(1).await;
    calls.gaps();
    // Doubled five times, half a second is the longest pause.
    assert_eq!(calls.spaced().await, 5 * 20);
}

#[tokio::test(start_paused = true)]
async fn call_is_retried_five_times_with_growing_pauses() {
    let calls = Calls::new();
    let asked = RefCell::new(Vec::new());
    let ask = async |kind| {
        let question = async || {
            asked.borrow_mut().push(calls.clock.elapsed().as_secs());
            Err::<(), _>(error(kind))
        };
        calls
            .rate_limiter
            .ask(SERVICE, question)
            .await
            .expect_err("it never succeeds")
            .kind
    };
    assert_eq!(ask(ApiErrorKind::Unavailable).await, ApiErrorKind::Unavailable);
    assert_eq!(asked.take(), [0, 1, 3, 7, 15, 31]);
    assert_eq!(ask(ApiErrorKind::Denied).await, ApiErrorKind::Denied);
    assert_eq!(asked.take(), [31]);
}
