//! The pace of calls that follows AWS's token bucket.
//!
//! # Invariant
//!
//! AWS accepts a call if the bucket has a token, and refills the bucket at a constant rate that it does not report. Calls
//! follow each other without a pause until one is throttled. From then on, the pace rises by a constant each second, and
//! falls when more than 15 % of the last calls were throttled: to the rate at which AWS accepted calls since the
//! last time, but at most by half. So it follows the bucket's rate, also when that rate changes because others stop using
//! the bucket. Calls that were in flight together count once, and two calls are never more than 2.4 seconds apart.
//!
//! # Example
//!
//! A bucket of five tokens gets two tokens a second. Eight calls start at once: five are accepted, three are throttled.
//! The pace falls to 50 calls a second, and within a second by halves to about three. It then moves around two, and AWS
//! throttles about every fifth call.
//!
//! # Assumptions
//!
//! - A throttled call takes no token. So a pace that is too fast costs no time, and a pace that is too slow does.
//! - The bucket holds at least two tokens, so that none is lost between two calls.

use std::time::Duration;

/// The slowest pace, in calls per second. A slower bucket throttles some of these calls, which costs no token.
const SLOWEST: f64 = 0.5;
/// The pace from which calls are no longer spaced.
const UNLIMITED: f64 = 100.0;
/// The slowest pace after the first throttled call, in calls per second. AWS's buckets get 5 to 20 tokens a second, and a few
/// get fewer: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>.
const FIRST: f64 = 10.0;
/// By how much each second raises the pace, in calls per second, and as a share of the pace.
const RAISE: (f64, f64) = (0.7, 0.2);
/// The share of throttled calls that does not slow the pace down.
const TOLERATED: f64 = 0.15;
/// The weight of the last call in the moving average of that share.
const NEWEST: f64 = 0.1;
/// Its multiples are spread evenly between whole numbers.
const GOLDEN_RATIO: f64 = 0.618_034;
/// The share of the accepted rate to which a throttled call lowers the pace.
const ACCEPTED_SHARE: f64 = 0.9;
/// The share of the pace below which one throttled call does not lower it.
const LOWEST_SHARE: f64 = 0.5;
/// For how long accepted calls are counted while the pace is unlimited, since the deployer may have had nothing to do before.
const WINDOW: Duration = Duration::from_secs(1);

/// The pace of the calls of one class.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// The limit since the last throttled call; `None` until one is throttled.
    limit: Option<Limit>,
    /// When the next call may start.
    next: Duration,
    /// Since when accepted calls are counted.
    since: Duration,
    /// The number of calls that AWS has accepted since then.
    accepted: u32,
    /// How often the pace was slowed down.
    slowdowns: u64,
    /// The share of throttled calls among the last ones, as a moving average.
    share: f64,
    /// Where in its range the last spacing was, from 0 to 1.
    spread: f64,
}

#[derive(Clone, Copy, Debug)]
struct Limit {
    /// The rate at `from`, in calls per second.
    rate: f64,
    from: Duration,
}

impl Limit {
    fn at(self, now: Duration) -> f64 {
        let (constant, share) = RAISE;
        let seconds = now.saturating_sub(self.from).as_secs_f64();
        self.rate + seconds * constant.max(share * self.rate)
    }
}

impl Pace {
    /// Returns how long the next call has to wait.
    pub(super) fn pause(&self, now: Duration) -> Duration {
        self.next.saturating_sub(now)
    }

    /// Records that a call starts, and returns how often the pace was slowed down before.
    pub(super) fn start(&mut self, now: Duration) -> u64 {
        match self.limit.map(|limit| limit.at(now)) {
            Some(rate) if rate < UNLIMITED => self.next = now + self.spacing(rate),
            Some(_) => self.limit = None,
            None => {}
        }
        self.slowdowns
    }

    /// Returns the time between two calls: a fifth more or less than the rate's, never twice the same, since another caller of
    /// the same bucket at the same pace could otherwise always be first.
    fn spacing(&mut self, rate: f64) -> Duration {
        self.spread = (self.spread + GOLDEN_RATIO).fract();
        Duration::from_secs_f64((0.8 + 0.4 * self.spread) / rate)
    }

    /// Records that a call was not throttled.
    pub(super) fn count_accepted(&mut self, now: Duration) {
        if self.limit.is_none() && now.saturating_sub(self.since) > WINDOW {
            (self.since, self.accepted) = (now, 0);
        }
        self.accepted += 1;
        self.share -= self.share * NEWEST;
    }

    /// Slows down, because a call that started after so many slowdowns was throttled.
    pub(super) fn slow_down(&mut self, now: Duration, slowdowns: u64) {
        // Another call that was in flight with it has slowed the pace down.
        if slowdowns != self.slowdowns {
            return;
        }
        self.share += (1.0 - self.share) * NEWEST;
        if self.share <= TOLERATED {
            return;
        }
        let seconds = now.saturating_sub(self.since).as_secs_f64();
        let measured = ACCEPTED_SHARE * f64::from(self.accepted) / seconds.max(0.01);
        let rate = match self.limit.map(|limit| limit.at(now)) {
            Some(rate) => measured.clamp(LOWEST_SHARE * rate, ACCEPTED_SHARE * rate),
            // The count includes what the bucket held at the beginning.
            None => (LOWEST_SHARE * measured).clamp(FIRST, LOWEST_SHARE * UNLIMITED),
        };
        let rate = rate.max(SLOWEST);
        let spacing = self.spacing(rate);
        *self = Self {
            limit: Some(Limit { rate, from: now }),
            next: now + spacing,
            since: now,
            accepted: 0,
            slowdowns: self.slowdowns + 1,
            share: TOLERATED,
            spread: self.spread,
        };
    }
}
