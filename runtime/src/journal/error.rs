//! What can be wrong with a journal.

use crate::provider::ApiError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// What can be wrong with a journal.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Another deployer has it.
    #[error("another deployer is at work on this stack: {holder}")]
    Locked {
        /// Who, as it wrote down itself.
        holder: String,
    },
    /// Another deployer has a lease of it.
    #[error("the journal {place} is locked by {holder} since {since}, expires {expires}")]
    Leased {
        /// Where it is.
        place: String,
        /// Who has it.
        holder: String,
        /// Since when, by the holder's clock.
        since: String,
        /// Until when, unless the holder renews it.
        expires: String,
        /// Tells this lock from every other.
        id: String,
    },
    /// Another deployer has it now.
    #[error("the lock on the journal {place} is lost: {cause}")]
    Lost {
        /// Where it is.
        place: String,
        /// How it came to that.
        cause: String,
    },
    /// The service that keeps it does not play along.
    #[error("{doing} the journal {place}: {api_error}")]
    Service {
        /// What was tried.
        doing: &'static str,
        /// Where it is.
        place: String,
        /// What the service says.
        api_error: Box<ApiError>,
    },
    /// It is not whole: its end is missing, or it was overwritten.
    #[error("the journal {place} is torn: {cause}")]
    Torn {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        cause: String,
    },
    /// It is whole, and no journal that this program knows.
    #[error("the journal {place} cannot be read: {cause}")]
    Strange {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A newer version of this program wrote it.
    #[error("the journal {place} has format {found}, and this program knows formats up to {known}")]
    TooNew {
        /// Where it is.
        place: String,
        /// Its format.
        found: u64,
        /// The newest format that this program knows.
        known: u32,
    },
    /// It is the journal of something else.
    #[error("the journal {place} is of stack `{stack}` in account {account}")]
    OtherStack {
        /// Where it is.
        place: String,
        /// The stack that it is of.
        stack: String,
        /// The account that it is of.
        account: String,
    },
    /// It cannot be put into words.
    #[error("the journal cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// The disk does not play along.
    #[error("{doing} {path}: {cause}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}
