//! The pace of calls that follows AWS's token bucket.
//!
//! # Invariant
//!
//! AWS accepts a call if the bucket has a token, and refills the bucket at a constant rate that it does not report. It also
//! refuses a share of the calls for other reasons, such as a limit of the whole service, and does not report that either.
//! Calls follow each other without a pause until many are throttled. From then on, the pace is set after every few calls, to
//! the slowest one that does not waste tokens: what the last calls say about the rate and the share decides. A share that a
//! slower pace does not lower is not the bucket's, so it does not slow the pace down. Two calls are never more than 1.2
//! seconds apart.
//!
//! # Example
//!
//! A bucket of five tokens gets two tokens a second. Eight calls start at once: five are accepted, three are throttled.
//! The pace falls by steps to about eight a second, of which AWS accepts two.
//!
//! # Assumptions
//!
//! - A throttled call takes no token. So a pace that is too fast costs no time, and a pace that is too slow does.

use std::time::Duration;

/// The slowest pace, in calls per second. A slower bucket throttles some of these calls, which costs no token.
const SLOWEST: f64 = 1.0;
/// The pace from which calls are no longer spaced.
const UNLIMITED: f64 = 100.0;
/// After how many calls the pace is set.
const EPOCH: u32 = 12;
/// The share of throttled calls from which calls are spaced.
const TOLERATED: f64 = 0.15;
/// By how much the pace may change at once.
const CHANGE: (f64, f64) = (0.4, 2.0);
/// How much more is tried than the bucket is believed to accept, so that no token is lost.
const MARGIN: f64 = 1.15;
/// How much of its weight each earlier epoch keeps.
const KEPT: f64 = 0.8;
/// How many epochs are remembered.
const REMEMBERED: usize = 16;
/// The shares of calls that AWS may refuse for other reasons.
const SHARES: [f64; 7] = [0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8];
/// How much less likely a share of 1 is than none, as a logarithm.
const UNLIKELY: f64 = 1.0;
/// The rates that a bucket may have: each is the one before times the square root of two. AWS's get 5 to 20 tokens a second,
/// and a few get fewer: <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>.
const RATES: (f64, i32) = (0.25, 19);
/// How certain it is that no slower pace would do.
const CERTAINTY: f64 = 0.65;
/// The lowest and the highest probability that a call is accepted, as far as a few calls can say.
const POSSIBLE: (f64, f64) = (0.02, 0.98);
/// Its multiples are spread evenly between whole numbers.
const GOLDEN_RATIO: f64 = 0.618_034;

/// What happened to some calls at one pace.
#[derive(Clone, Copy, Debug)]
struct Epoch {
    /// In calls per second.
    pace: f64,
    accepted: f64,
    throttled: f64,
}

/// The pace of the calls of one class.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// The limit, in calls per second; `None` until many calls are throttled.
    limit: Option<f64>,
    /// When the next call may start.
    next: Duration,
    /// How often the pace was set.
    settings: u64,
    /// When the first and the last call since then started, and how many did.
    started: Option<(Duration, Duration, u32)>,
    /// How many calls since then were accepted and throttled.
    ended: (u32, u32),
    /// What happened before, the oldest first.
    epochs: Vec<Epoch>,
    /// Where in its range the last spacing was, from 0 to 1.
    spread: f64,
}

impl Pace {
    /// Returns how long the next call has to wait.
    pub(super) fn pause(&self, now: Duration) -> Duration {
        self.next.saturating_sub(now)
    }

    /// Records that a call starts, and returns how often the pace was set before.
    pub(super) fn start(&mut self, now: Duration) -> u64 {
        let (first, _, count) = self.started.unwrap_or((now, now, 0));
        self.started = Some((first, now, count + 1));
        if let Some(rate) = self.limit {
            self.next = now + self.spacing(rate);
        }
        self.settings
    }

    /// Returns the time between two calls: a fifth more or less than the rate's, never twice the same, since another caller of
    /// the same bucket at the same pace could otherwise always be first.
    fn spacing(&mut self, rate: f64) -> Duration {
        self.spread = (self.spread + GOLDEN_RATIO).fract();
        Duration::from_secs_f64((0.8 + 0.4 * self.spread) / rate)
    }

    /// Records whether AWS accepted a call that started after the pace was set so many times.
    pub(super) fn count(&mut self, now: Duration, settings: u64, is_accepted: bool) {
        // It says nothing about the current pace.
        if settings != self.settings {
            return;
        }
        let (accepted, throttled) = &mut self.ended;
        if is_accepted {
            *accepted += 1;
        } else {
            *throttled += 1;
        }
        let (accepted, throttled) = (f64::from(*accepted), f64::from(*throttled));
        if accepted + throttled >= f64::from(EPOCH) {
            self.set(now, accepted, throttled);
        }
    }

    /// Sets the pace, after some calls.
    fn set(&mut self, now: Duration, accepted: f64, throttled: f64) {
        let pace = self.started.map_or(UNLIMITED, |(first, last, count)| {
            let seconds = last.saturating_sub(first).as_secs_f64();
            (f64::from(count.saturating_sub(1)) / seconds.max(0.001)).clamp(0.01, UNLIMITED)
        });
        self.settings += 1;
        self.started = None;
        self.ended = (0, 0);
        let is_rare = throttled <= TOLERATED * (accepted + throttled);
        if self.limit.is_none() && self.epochs.is_empty() && is_rare {
            return;
        }
        for epoch in &mut self.epochs {
            epoch.accepted *= KEPT;
            epoch.throttled *= KEPT;
        }
        self.epochs.push(Epoch {
            pace,
            accepted,
            throttled,
        });
        if self.epochs.len() > REMEMBERED {
            self.epochs.remove(0);
        }
        let (slower, faster) = CHANGE;
        let before = self.limit.unwrap_or(pace);
        let rate = (MARGIN * self.needed()).clamp(slower * before, faster * before);
        self.limit = Some(rate.max(SLOWEST)).filter(|rate| *rate < UNLIMITED);
        self.next = match self.limit {
            Some(rate) => now + Duration::from_secs_f64(1.0 / rate),
            None => now,
        };
    }

    /// Returns the pace at which the bucket's tokens are all used, in calls per second: the one that no slower one replaces with
    /// the wanted certainty, among all pairs of a rate and a share, each by how likely it makes what happened.
    fn needed(&self) -> f64 {
        let (slowest, count) = RATES;
        let rates = || (0..count).map(|step| slowest * 2_f64.powf(f64::from(step) / 2.0));
        let pairs = SHARES.iter().flat_map(|share| rates().map(move |rate| (rate, *share)));
        let mut paces: Vec<(f64, f64)> = pairs
            .map(|(rate, share)| (rate / (1.0 - share), self.likelihood(rate, share)))
            .collect();
        let most = paces.iter().map(|(_, likelihood)| *likelihood).fold(f64::MIN, f64::max);
        paces.sort_by(|one, other| one.0.total_cmp(&other.0));
        let weight = |likelihood: f64| (likelihood - most).exp();
        let all: f64 = paces.iter().map(|(_, likelihood)| weight(*likelihood)).sum();
        let mut sum = 0.0;
        let found = paces.iter().find(|(_, likelihood)| {
            sum += weight(*likelihood);
            sum >= CERTAINTY * all
        });
        found.map_or(UNLIMITED, |(pace, _)| *pace)
    }

    /// Returns the logarithm of how likely a rate and a share make what happened.
    fn likelihood(&self, rate: f64, share: f64) -> f64 {
        let (lowest, highest) = POSSIBLE;
        let of = |epoch: &Epoch| {
            let accepted = (rate / epoch.pace).min(1.0 - share).clamp(lowest, highest);
            epoch.accepted * accepted.ln() + epoch.throttled * (1.0 - accepted).ln()
        };
        self.epochs.iter().map(of).sum::<f64>() - UNLIKELY * share
    }
}
