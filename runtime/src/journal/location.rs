//! Where a journal is kept: first as anybody may read it, then as the one deployer has it that may write.

use super::{Journal, JournalError};
use futures_util::future::LocalBoxFuture;
use std::fmt;
use std::future::{pending, ready};

/// What comes of a look at a journal's place, or of a change to it.
pub type JournalFuture<'a, T> = LocalBoxFuture<'a, Result<T, JournalError>>;

/// Where a journal is kept. It is displayed as people name it.
pub trait Location: fmt::Debug + fmt::Display {
    /// Reads what is there, without locking it; nothing if nothing is there.
    fn read(&self) -> JournalFuture<'_, Option<Vec<u8>>>;

    /// Locks it against a second deployer.
    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>>;

    /// Looks who has locked it.
    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>>;

    /// Takes away the lease of this id; tells whether it was still there.
    fn unlock<'a>(&'a self, id: &'a str) -> JournalFuture<'a, bool>;

    /// Gives the lock back, where it does not end with what holds it: at the end of a command, however that went.
    fn release(&self) -> JournalFuture<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// A lock, as somebody finds it who does not hold it. It is displayed as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedLock {
    /// Who has it, and since when.
    pub holder: String,
    /// What can be known of it where it is a lease.
    pub lease: Option<ObservedLease>,
}

/// A lock that ends by itself, unless it is renewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedLease {
    /// Tells it from every other.
    pub id: String,
    /// When it ends, or has ended.
    pub expires: String,
    /// Whether it has not ended yet.
    pub is_alive: bool,
}

impl fmt::Display for ObservedLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.holder)?;
        match &self.lease {
            None => Ok(()),
            Some(lease) if lease.is_alive => write!(f, ", expires {} (lock {})", lease.expires, lease.id),
            Some(lease) => write!(f, ", expired {} (lock {})", lease.expires, lease.id),
        }
    }
}

/// A journal's place, locked against a second deployer as long as this lives.
pub trait Store: fmt::Debug {
    /// Reads what is there; nothing if nothing is there.
    fn read(&mut self) -> JournalFuture<'_, Option<Vec<u8>>>;

    /// Puts the journal, as it is at the call, in the place of what is there: as a whole or not at all.
    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()>;

    /// Moves what is there out of the way, under a name with a word of why; returns where it is then.
    fn set_aside<'a>(&'a mut self, word: &'a str) -> JournalFuture<'a, String>;

    /// Removes what is there.
    fn remove(&mut self) -> JournalFuture<'_, ()>;

    /// Waits until the lock is lost to somebody else; for ever, where that cannot be.
    fn lost(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(pending())
    }
}
