//! The location of a journal: readable by everybody, and writable by the one deployer that has locked it.

use super::document::Journal;
use super::error::JournalError;
use futures_util::future::LocalBoxFuture;
use std::fmt;
use std::future::{pending, ready};
use std::time::Duration;

/// The future result of an operation on a journal's location.
pub type JournalFuture<'a, T> = LocalBoxFuture<'a, Result<T, JournalError>>;

/// The text of a stored journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredJournal {
    /// The text.
    pub text: Vec<u8>,
    /// How long ago it was written.
    pub age: Duration,
}

/// The location of a journal. It is displayed as a path or URL.
pub trait Location: fmt::Debug + fmt::Display {
    /// Reads the content without locking it; `None` if there is no journal.
    fn read(&self) -> JournalFuture<'_, Option<StoredJournal>>;

    /// Locks it against a second deployer.
    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>>;

    /// Returns the current lock; `None` if the journal is not locked.
    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>>;

    /// Removes the lease with this id, and returns whether it still existed.
    fn unlock<'a>(&'a self, id: &'a str) -> JournalFuture<'a, bool>;

    /// Returns whether the time of the last write shows how new the resources are.
    fn is_dated(&self) -> bool {
        true
    }

    /// Releases the lock, if it does not end with the process. Called at the end of every command, also after an error.
    fn release(&self) -> JournalFuture<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// A lock, as seen by a process that does not hold it. It is displayed as in messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedLock {
    /// Who holds it, and since when.
    pub holder: String,
    /// The lease; `None` if the lock is not one.
    pub lease: Option<ObservedLease>,
}

/// A lock that expires unless it is renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedLease {
    /// Its id.
    pub id: String,
    /// When it expires or expired.
    pub expires: String,
    /// Whether it has not expired yet.
    pub is_active: bool,
}

impl fmt::Display for ObservedLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.holder)?;
        match &self.lease {
            None => Ok(()),
            Some(lease) if lease.is_active => write!(f, ", expires {} (lock {})", lease.expires, lease.id),
            Some(lease) => write!(f, ", expired {} (lock {})", lease.expires, lease.id),
        }
    }
}

/// A location that this process has locked, as long as this value lives.
pub trait Store: fmt::Debug {
    /// Reads the content; `None` if there is no journal.
    fn read(&mut self) -> JournalFuture<'_, Option<StoredJournal>>;

    /// Replaces the stored journal by this one, as it is at the time of the call, atomically.
    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()>;

    /// Renames the stored journal; the new name contains `word`, the reason. Returns the new location.
    fn set_aside<'a>(&'a mut self, word: &'a str) -> JournalFuture<'a, String>;

    /// Removes the stored journal.
    fn remove(&mut self) -> JournalFuture<'_, ()>;

    /// Waits until the lock is lost to another deployer; forever, if that cannot happen.
    fn lost(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(pending())
    }
}
