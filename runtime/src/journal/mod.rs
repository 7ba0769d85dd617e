//! The journal: what the deployer has created, and what it was doing when it last wrote.
//!
//! The journal is a cache. AWS is the source of truth, and a lost journal is rebuilt from names and tags. But with a journal,
//! the next run needs no search, and a killed run leaves behind what it was about to do. The intent is written before a call
//! is made, and the result before anything depends on it. Each write replaces the whole journal.

mod age;
mod consistency;
mod document;
mod entry;
mod error;
mod file;
mod format;
mod location;
mod open;
mod phase;
mod recorder;
#[cfg(test)]
mod tests;
mod upgrade;
mod write_log;

pub use age::Age;
pub use document::Journal;
pub use entry::Entry;
pub use error::JournalError;
pub use file::JournalFile;
#[cfg(feature = "aws")]
pub(crate) use format::write;
pub use location::{JournalFuture, Location, ObservedLease, ObservedLock, Store, StoredJournal};
pub use open::{CorruptJournal, OpenJournal};
pub use phase::Phase;
pub use recorder::Recorder;
pub use upgrade::Upgrade;
