//! The content of a lock: its holder, when it was acquired, and how long the lease is.

use super::holder::user_and_machine;
use super::object::StoredObject;
use crate::journal::{JournalError, ObservedLease, ObservedLock};
use crate::token::client_token;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The content of a lock object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LockRecord {
    /// Identifies this lock among all locks there ever were.
    pub(super) id: String,
    /// Who holds it, such as `ana@laptop`.
    pub(super) holder: String,
    /// The id of the process that holds it.
    pub(super) process: u32,
    /// The command that this process runs.
    pub(super) command: String,
    /// When it was acquired, by the holder's clock.
    pub(super) since: String,
    /// How long it is valid after it was last written.
    pub(super) lease_seconds: u64,
    /// Whether it was released.
    pub(super) released: bool,
}

/// The state of a lock, as another deployer finds it.
pub(super) enum LeaseState {
    /// It was released.
    Free,
    /// Its holder did not renew it in time.
    Expired(LockRecord),
    /// A deployer holds it.
    Held(LockRecord),
}

impl LockRecord {
    /// Creates the record of this process.
    pub(super) fn new(command: &str, lease: Duration) -> Self {
        let now = Timestamp::now();
        let holder = user_and_machine();
        Self {
            // Long enough to be unique, and short enough to type.
            id: client_token(&[&holder])[..12].into(),
            holder,
            process: std::process::id(),
            command: command.into(),
            since: time(now.as_second()),
            lease_seconds: lease.as_secs(),
            released: false,
        }
    }

    /// Reads a lock. For unreadable content, the lock has only the time of writing.
    pub(super) fn read(found: &StoredObject, lease: Duration) -> Self {
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

    /// Returns the state of a lock, using only S3's clock.
    pub(super) fn state(found: &StoredObject, lease: Duration) -> LeaseState {
        let record = Self::read(found, lease);
        if record.released {
            LeaseState::Free
        } else if found.read > record.end(found) {
            LeaseState::Expired(record)
        } else {
            LeaseState::Held(record)
        }
    }

    /// Returns the last second in which it is valid, since 1970.
    fn end(&self, found: &StoredObject) -> i64 {
        // S3 reports times in whole seconds, so the next second may already have started.
        let lease = i64::try_from(self.lease_seconds).unwrap_or(i64::MAX);
        found.written.saturating_add(lease).saturating_add(1)
    }

    /// Describes the holder, its process and its command.
    pub(super) fn who(&self) -> String {
        format!("{} (process {}, `{}`)", self.holder, self.process, self.command)
    }

    /// Serializes it to JSON.
    pub(super) fn text(&self) -> Result<String, JournalError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Describes the lock to a user who does not hold it.
    pub(super) fn observed(self, found: &StoredObject, is_active: bool) -> ObservedLock {
        ObservedLock {
            holder: format!("{} since {}", self.who(), self.since),
            lease: Some(ObservedLease {
                expires: time(self.end(found)),
                id: self.id,
                is_active,
            }),
        }
    }

    /// Returns the error that another deployer holds it.
    pub(super) fn locked(self, found: &StoredObject, place: String) -> JournalError {
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

    fn found(record: &LockRecord, written: i64, read: i64) -> StoredObject {
        StoredObject {
            bytes: serde_json::to_vec(record).unwrap(),
            etag: String::new(),
            written,
            read,
        }
    }

    #[test]
    fn lock_expires_by_the_clock_of_s3_and_never_a_second_early() {
        let record = LockRecord::new("deploy", LEASE);
        let at = |age: i64| LockRecord::state(&found(&record, 1_000, 1_000 + age), LEASE);
        for age in [0, 119, 120, 121] {
            assert!(matches!(at(age), LeaseState::Held(_)), "{age}");
        }
        assert!(matches!(at(122), LeaseState::Expired(_)));
    }

    #[test]
    fn released_lock_is_free_and_an_unreadable_one_is_held_for_one_lease() {
        let record = LockRecord {
            released: true,
            ..LockRecord::new("deploy", LEASE)
        };
        assert!(matches!(
            LockRecord::state(&found(&record, 0, 1), LEASE),
            LeaseState::Free
        ));
        let strange = |read| StoredObject {
            bytes: b"{".to_vec(),
            ..found(&record, 0, read)
        };
        assert!(matches!(LockRecord::state(&strange(1), LEASE), LeaseState::Held(_)));
        assert!(matches!(
            LockRecord::state(&strange(500), LEASE),
            LeaseState::Expired(_)
        ));
    }

    #[test]
    fn every_lock_has_its_own_id() {
        let ids: std::collections::HashSet<String> = (0..100).map(|_| LockRecord::new("deploy", LEASE).id).collect();
        assert_eq!(ids.len(), 100);
    }
}
