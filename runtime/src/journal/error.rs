//! Errors of reading, writing and locking a journal.

use crate::provider::ApiError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// An error of reading, writing or locking a journal.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Another process on this machine has locked the file.
    #[error("another deployer is working on this stack: {holder}")]
    Locked {
        /// The other process, as it describes itself.
        holder: String,
    },
    /// Another deployer holds the lease.
    #[error("the journal {place} is locked by {holder} since {since}, expires {expires}")]
    LeaseHeld {
        /// The location of the journal.
        place: String,
        /// The other deployer.
        holder: String,
        /// When it acquired the lease, by its own clock.
        since: String,
        /// When the lease expires, unless it is renewed.
        expires: String,
        /// The id of the lock.
        id: String,
    },
    /// This process no longer holds the lock.
    #[error("the lock on the journal {place} is lost: {cause}")]
    LockLost {
        /// The location of the journal.
        place: String,
        /// The reason.
        cause: String,
    },
    /// A call to the service that stores it failed.
    #[error("{doing} the journal {place}: {error}")]
    Api {
        /// The failed action, such as "cannot read".
        doing: &'static str,
        /// The location of the journal.
        place: String,
        /// The error of the call.
        error: Box<ApiError>,
    },
    /// It is not a complete JSON document: its end is missing, or it was overwritten.
    #[error("the journal {place} is corrupt: {cause}")]
    Corrupt {
        /// The location of the journal.
        place: String,
        /// The reason.
        cause: String,
    },
    /// It is complete JSON, but not a journal that this program can read.
    #[error("the journal {place} cannot be read: {cause}")]
    UnknownFormat {
        /// The location of the journal.
        place: String,
        /// The reason.
        cause: String,
    },
    /// A newer version of this program wrote it.
    #[error("the journal {place} has format {found}, but this program can only read formats up to {known}")]
    NewerFormat {
        /// The location of the journal.
        place: String,
        /// Its format version.
        found: u64,
        /// The newest format version that this program can read.
        known: u32,
    },
    /// It belongs to another stack or account.
    #[error("the journal {place} belongs to stack `{stack}` in account {account}")]
    WrongStack {
        /// The location of the journal.
        place: String,
        /// The stack that it belongs to.
        stack: String,
        /// The account that it belongs to.
        account: String,
    },
    /// It cannot be serialized.
    #[error("the journal cannot be written: {0}")]
    Serialize(#[from] serde_json::Error),
    /// A system call failed.
    #[error("{doing} {path}: {cause}")]
    Io {
        /// The failed action, such as "cannot read".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's error.
        cause: io::Error,
    },
}
