//! What stands in a lock: who has it, since when, and for how long.

use super::holder::user_and_machine;
use super::object::Found;
use crate::journal::{JournalError, ObservedLease, ObservedLock};
use crate::token::client_token;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What stands in a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    /// Tells it from every other lock that ever was.
    pub(super) id: String,
    /// Who has it, as `ana@laptop`.
    pub(super) holder: String,
    /// The process that has it.
    pub(super) process: u32,
    /// What that does.
    pub(super) command: String,
    /// When it was taken, by the holder's clock.
    pub(super) since: String,
    /// For how long it is good after it was last written.
    pub(super) lease_seconds: u64,
    /// Whether it was given back.
    pub(super) released: bool,
}

/// What a lock says to somebody who finds it.
pub(super) enum LeaseState {
    /// Nobody has it: it was given back.
    Free,
    /// Its holder has not renewed it in time.
    RanOut(Terms),
    /// Somebody has it.
    Held(Terms),
}

impl Terms {
    /// Makes those of this process.
    pub(super) fn new(command: &str, lease: Duration) -> Self {
        let now = Timestamp::now();
        let holder = user_and_machine();
        Self {
            // Long enough to be no other's, and short enough to be typed.
            id: client_token(&[&holder])[..12].into(),
            holder,
            process: std::process::id(),
            command: command.into(),
            since: time(now.as_second()),
            lease_seconds: lease.as_secs(),
            released: false,
        }
    }

    /// Reads a lock. What is none stands for one of which nothing is known but when it was written.
    pub(super) fn read(found: &Found, lease: Duration) -> Self {
        serde_json::from_slice(&found.bytes).unwrap_or_else(|_| Self {
            id: "unknown".into(),
            holder: "somebody".into(),
            process: 0,
            command: "unknown".into(),
            since: time(found.written),
            lease_seconds: lease.as_secs(),
            released: false,
        })
    }

    /// Judges a lock by S3's clock alone.
    pub(super) fn judge(found: &Found, lease: Duration) -> LeaseState {
        let terms = Self::read(found, lease);
        if terms.released {
            LeaseState::Free
        } else if found.read > terms.end(found) {
            LeaseState::RanOut(terms)
        } else {
            LeaseState::Held(terms)
        }
    }

    /// Returns the last second in which it is good.
    fn end(&self, found: &Found) -> i64 {
        // S3 tells times in whole seconds, so that one may have begun already.
        let lease = i64::try_from(self.lease_seconds).unwrap_or(i64::MAX);
        found.written.saturating_add(lease).saturating_add(1)
    }

    /// Says who has it.
    pub(super) fn who(&self) -> String {
        format!("{} (process {}, `{}`)", self.holder, self.process, self.command)
    }

    /// Writes it down.
    pub(super) fn text(&self) -> Result<String, JournalError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Says who has it, to somebody who asks.
    pub(super) fn seen(self, found: &Found, is_alive: bool) -> ObservedLock {
        ObservedLock {
            holder: format!("{} since {}", self.who(), self.since),
            lease: Some(ObservedLease {
                expires: time(self.end(found)),
                id: self.id,
                is_alive,
            }),
        }
    }

    /// Says that somebody has it.
    pub(super) fn locked(self, found: &Found, place: String) -> JournalError {
        JournalError::LeaseHeld {
            place,
            expires: time(self.end(found)),
            holder: self.who(),
            since: self.since,
            id: self.id,
        }
    }
}

fn time(second: i64) -> String {
    Timestamp::from_second(second)
        .map(|time| time.strftime("%F %T UTC").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEASE: Duration = Duration::from_mins(2);

    fn found(terms: &Terms, written: i64, read: i64) -> Found {
        Found {
            bytes: serde_json::to_vec(terms).unwrap(),
            etag: String::new(),
            written,
            read,
        }
    }

    #[test]
    fn a_lock_runs_out_by_the_clock_of_s3_and_never_a_second_early() {
        let terms = Terms::new("deploy", LEASE);
        let at = |age: i64| Terms::judge(&found(&terms, 1_000, 1_000 + age), LEASE);
        for alive in [0, 119, 120, 121] {
            assert!(matches!(at(alive), LeaseState::Held(_)), "{alive}");
        }
        assert!(matches!(at(122), LeaseState::RanOut(_)));
    }

    #[test]
    fn a_lock_that_was_given_back_is_free_and_one_that_is_unreadable_is_held_for_a_lease() {
        let terms = Terms {
            released: true,
            ..Terms::new("deploy", LEASE)
        };
        assert!(matches!(Terms::judge(&found(&terms, 0, 1), LEASE), LeaseState::Free));
        let strange = |read| Found {
            bytes: b"{".to_vec(),
            ..found(&terms, 0, read)
        };
        assert!(matches!(Terms::judge(&strange(1), LEASE), LeaseState::Held(_)));
        assert!(matches!(Terms::judge(&strange(500), LEASE), LeaseState::RanOut(_)));
    }

    #[test]
    fn no_two_locks_have_one_id() {
        let ids: std::collections::HashSet<String> = (0..100).map(|_| Terms::new("deploy", LEASE).id).collect();
        assert_eq!(ids.len(), 100);
    }
}
