//! The lock of one deployer: acquired, renewed and released.

use super::lock_record::{LeaseState, LockRecord};
use super::object::{Precondition, S3Object, WriteOutcome};
use crate::journal::JournalError;
use crate::provider::{ApiError, ApiErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::watch;

/// How many times to retry when the lock changes while it is being acquired or renewed.
const TRIES: usize = 8;

/// After how many refusals in a row to create a lock that does not exist it is written without a condition. AWS never refuses
/// that, also not over a delete marker; other stores do:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response>.
const REFUSALS: usize = 2;

/// A lock that this process holds until it is released or lost.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    /// The journal that the messages name.
    place: String,
    length: Duration,
    held: Arc<Mutex<Held>>,
    /// Why it was lost; `None` while it is held.
    lost: watch::Sender<Option<String>>,
}

#[derive(Debug)]
struct Held {
    record: LockRecord,
    etag: String,
    /// When it was last known to be valid for a whole lease.
    renewed: Moment,
}

impl Lease {
    /// Acquires the lock: if it does not exist, was released, or was not renewed by its holder in time.
    pub(super) async fn acquire(
        lock: &S3Object,
        place: &str,
        command: &str,
        length: Duration,
    ) -> Result<Self, JournalError> {
        let record = LockRecord::new(command, length);
        let text = record.text()?;
        // How many times in a row the bucket has refused to create the lock, although there is none.
        let mut refused = 0;
        for _ in 0..TRIES {
            let renewed = Moment::now();
            let found = lock.get().await.map_err(failed("cannot lock", place))?;
            if found.is_none() && refused == REFUSALS {
                // Nobody holds a lock that does not exist. A released one can be overwritten under a condition.
                let free = LockRecord {
                    released: true,
                    ..record.clone()
                }
                .text()?;
                let written = lock.put(&free, Precondition::Unconditional).await;
                written.map_err(failed("cannot lock", place))?;
                continue;
            }
            refused = if found.is_none() { refused + 1 } else { 0 };
            let only = match &found {
                None => Precondition::IfNoneMatch,
                Some(found) => match LockRecord::state(found, length) {
                    // An earlier attempt, whose response was lost, has acquired it.
                    LeaseState::Held(other) if other.id == record.id => Precondition::IfMatch(&found.etag),
                    LeaseState::Held(other) => return Err(other.locked(found, place.into())),
                    LeaseState::Free | LeaseState::Expired(_) => Precondition::IfMatch(&found.etag),
                },
            };
            let written = lock.put(&text, only).await.map_err(failed("cannot lock", place))?;
            if let WriteOutcome::Done(etag) = written {
                return Ok(Self {
                    place: place.into(),
                    length,
                    held: Arc::new(Mutex::new(Held { record, etag, renewed })),
                    lost: watch::Sender::new(None),
                });
            }
        }
        let busy = "other deployers keep acquiring and releasing it";
        let error = ApiError::new(ApiErrorKind::NotReady, "s3:PutObject", "PreconditionFailed", busy);
        Err(failed("cannot lock", place)(error))
    }

    /// Checks that this process still holds the lock, before it does something that needs the lock.
    pub(super) async fn ensure_held(&self, lock: &S3Object) -> Result<(), JournalError> {
        self.not_lost()?;
        if self.held().renewed.elapsed() >= self.length {
            // This machine slept, or S3 was unreachable for a while. Possibly no other deployer has acquired the lock since.
            self.renew(lock).await?;
        }
        Ok(())
    }

    /// Renews the lock for another lease.
    pub(super) async fn renew(&self, lock: &S3Object) -> Result<(), JournalError> {
        let record = self.held().record.clone();
        self.write(lock, &record).await
    }

    /// Releases the lock.
    pub(super) async fn release(&self, lock: &S3Object) -> Result<(), JournalError> {
        let mut record = self.held().record.clone();
        record.released = true;
        self.write(lock, &record).await
    }

    /// Writes the lock, if this process still holds it.
    async fn write(&self, lock: &S3Object, record: &LockRecord) -> Result<(), JournalError> {
        let text = record.text()?;
        for _ in 0..TRIES {
            self.not_lost()?;
            let renewed = Moment::now();
            let etag = self.held().etag.clone();
            let written = lock.put(&text, Precondition::IfMatch(&etag)).await;
            if let WriteOutcome::Done(etag) = written.map_err(failed("cannot renew the lock on", &self.place))? {
                let mut held = self.held();
                (held.etag, held.renewed) = (etag, renewed);
                return Ok(());
            }
            let found = lock
                .get()
                .await
                .map_err(failed("cannot renew the lock on", &self.place))?;
            let Some(found) = found else {
                return Err(self.mark_lost("the lock was deleted"));
            };
            let now = LockRecord::read(&found, self.length);
            if now.id != record.id {
                let how = if now.released {
                    "acquired and released it"
                } else {
                    "acquired it"
                };
                return Err(self.mark_lost(&format!("its lease expired, and {} {how}", now.who())));
            }
            if now.released && !record.released {
                return Err(self.mark_lost("it was released by `journal unlock`"));
            }
            // An earlier attempt, whose response was lost, wrote it.
            self.held().etag = found.etag;
        }
        Err(self.mark_lost("another process keeps writing it"))
    }

    /// Records that the lock is lost. From now on, nothing is written.
    pub(super) fn mark_lost(&self, cause: &str) -> JournalError {
        self.lost.send_replace(Some(cause.into()));
        self.lost_to(cause)
    }

    /// Waits until the lock is lost.
    pub(super) async fn lost(self) {
        // The sender is part of `self`, so waiting cannot fail.
        let _ = self.lost.subscribe().wait_for(Option::is_some).await;
    }

    /// Returns its id.
    pub(super) fn id(&self) -> String {
        self.held().record.id.clone()
    }

    /// Returns how long it is valid after each renewal.
    pub(super) fn length(&self) -> Duration {
        self.length
    }

    fn not_lost(&self) -> Result<(), JournalError> {
        match self.lost.borrow().as_deref() {
            Some(cause) => Err(self.lost_to(cause)),
            None => Ok(()),
        }
    }

    fn lost_to(&self, cause: &str) -> JournalError {
        JournalError::LockLost {
            place: self.place.clone(),
            cause: cause.into(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // No code that holds this mutex can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wraps an error of a call to S3 on the journal.
pub(super) fn failed(doing: &'static str, place: &str) -> impl FnOnce(ApiError) -> JournalError {
    move |error| JournalError::Api {
        doing,
        place: place.into(),
        error: Box::new(error),
    }
}

/// A moment, by two clocks: one may stop while the machine sleeps, and the other can be set.
#[derive(Clone, Copy, Debug)]
struct Moment(Instant, SystemTime);

impl Moment {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    /// Returns the time since then, by the clock that advanced more.
    fn elapsed(self) -> Duration {
        self.0.elapsed().max(self.1.elapsed().unwrap_or_default())
    }
}
