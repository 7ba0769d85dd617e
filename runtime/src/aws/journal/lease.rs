//! The lock of one deployer: taken, renewed, and given back.

use super::object::{Object, Only, Written};
use super::terms::{LeaseState, Terms};
use crate::journal::JournalError;
use crate::provider::{ApiError, ApiErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::watch;

/// How often a lock is looked at anew that changes while it is being taken.
const TRIES: usize = 8;

/// A lock that this process has, until it is lost.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    /// What the messages name.
    place: String,
    length: Duration,
    held: Arc<Mutex<Held>>,
    /// Why it was lost, once it was.
    lost: watch::Sender<Option<String>>,
}

#[derive(Debug)]
struct Held {
    terms: Terms,
    etag: String,
    /// When it was last known to be good for a whole lease.
    renewed: Moment,
}

impl Lease {
    /// Takes the lock: where there is none, where it was given back, and where its holder has not renewed it in time.
    pub(super) async fn take(
        lock: &Object,
        place: &str,
        command: &str,
        length: Duration,
    ) -> Result<Self, JournalError> {
        let terms = Terms::new(command, length);
        let text = terms.text()?;
        for _ in 0..TRIES {
            let renewed = Moment::now();
            let found = lock.get().await.map_err(failed("cannot lock", place))?;
            let only = match &found {
                None => Only::IfAbsent,
                Some(found) => match Terms::judge(found, length) {
                    // A try whose answer was lost has taken it.
                    LeaseState::Held(other) if other.id == terms.id => Only::If(&found.etag),
                    LeaseState::Held(other) => return Err(other.locked(found, place.into())),
                    LeaseState::Free | LeaseState::RanOut(_) => Only::If(&found.etag),
                },
            };
            let written = lock.put(&text, only).await.map_err(failed("cannot lock", place))?;
            if let Written::Done(etag) = written {
                return Ok(Self {
                    place: place.into(),
                    length,
                    held: Arc::new(Mutex::new(Held { terms, etag, renewed })),
                    lost: watch::Sender::new(None),
                });
            }
        }
        let busy = "others take it and give it back all the time";
        let error = ApiError::new(ApiErrorKind::NotReady, "s3:PutObject", "PreconditionFailed", busy);
        Err(failed("cannot lock", place)(error))
    }

    /// Makes sure that the lock is still this process's, before something is done that needs it.
    pub(super) async fn check(&self, lock: &Object) -> Result<(), JournalError> {
        self.not_lost()?;
        if self.held().renewed.elapsed() >= self.length {
            // This machine slept, or S3 could not be reached for a while. Nobody else may have come since.
            self.renew(lock).await?;
        }
        Ok(())
    }

    /// Makes the lock good for another lease.
    pub(super) async fn renew(&self, lock: &Object) -> Result<(), JournalError> {
        let terms = self.held().terms.clone();
        self.write(lock, &terms).await
    }

    /// Gives the lock back.
    pub(super) async fn release(&self, lock: &Object) -> Result<(), JournalError> {
        let mut terms = self.held().terms.clone();
        terms.released = true;
        self.write(lock, &terms).await
    }

    /// Writes the lock, if it is still this process's.
    async fn write(&self, lock: &Object, terms: &Terms) -> Result<(), JournalError> {
        let text = terms.text()?;
        for _ in 0..TRIES {
            self.not_lost()?;
            let renewed = Moment::now();
            let etag = self.held().etag.clone();
            let written = lock.put(&text, Only::If(&etag)).await;
            if let Written::Done(etag) = written.map_err(failed("cannot renew the lock on", &self.place))? {
                let mut held = self.held();
                (held.etag, held.renewed) = (etag, renewed);
                return Ok(());
            }
            let found = lock
                .get()
                .await
                .map_err(failed("cannot renew the lock on", &self.place))?;
            let Some(found) = found else {
                return Err(self.lose("somebody took the lock away"));
            };
            let now = Terms::read(&found, self.length);
            if now.id != terms.id {
                let how = if now.released {
                    "took it and gave it back"
                } else {
                    "took it"
                };
                return Err(self.lose(&format!("its lease ran out, and {} {how}", now.who())));
            }
            if now.released && !terms.released {
                return Err(self.lose("it was given back by `journal unlock`"));
            }
            // Written by a try whose answer was lost.
            self.held().etag = found.etag;
        }
        Err(self.lose("somebody writes it all the time"))
    }

    /// Remembers that the lock is lost: from now on nothing is written.
    pub(super) fn lose(&self, cause: &str) -> JournalError {
        self.lost.send_replace(Some(cause.into()));
        self.lost_to(cause)
    }

    /// Waits until the lock is lost.
    pub(super) async fn lost(self) {
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = self.lost.subscribe().wait_for(Option::is_some).await;
    }

    /// Returns what tells it from every other.
    pub(super) fn id(&self) -> String {
        self.held().terms.id.clone()
    }

    /// Returns for how long it is good after each renewal.
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
        // Nothing that can panic is done while it is locked.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that a call to S3 failed on the way to a journal.
pub(super) fn failed(doing: &'static str, place: &str) -> impl FnOnce(ApiError) -> JournalError {
    move |error| JournalError::Api {
        doing,
        place: place.into(),
        api_error: Box::new(error),
    }
}

/// A moment, by two clocks: the one stands still while a machine sleeps, and the other can be set.
#[derive(Clone, Copy, Debug)]
struct Moment(Instant, SystemTime);

impl Moment {
    fn now() -> Self {
        Self(Instant::now(), SystemTime::now())
    }

    /// Returns the time since then, by the clock that went further.
    fn elapsed(self) -> Duration {
        self.0.elapsed().max(self.1.elapsed().unwrap_or_default())
    }
}
