//! The journal: what the deployer has made, and what it was doing when it was last heard of.
//!
//! It is a cache. AWS is the truth, and what is lost here is found again by names and tags; but with it a second run
//! needs no search, and a killed one leaves behind what it was about to do. Intent is written before a call is made and
//! the result before anything depends on it, each time as a whole that takes the old one's place.

mod entry;
mod error;
mod faults;
mod file;
mod format;
mod location;
mod open;
mod phase;
mod recorder;
#[cfg(test)]
mod tests;
mod upgrade;

pub use entry::Entry;
pub use error::JournalError;
pub use file::JournalFile;
#[cfg(feature = "aws")]
pub(crate) use format::write;
pub use location::{JournalFuture, Location, ObservedLease, ObservedLock, Store};
pub use open::{OpenJournal, Torn};
pub use phase::Phase;
pub use recorder::Recorder;
pub use upgrade::Upgrade;

use crate::spec::RestoreSource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the deployer knows of one stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The version of this format.
    pub version: u32,
    /// The stack's name.
    pub stack: String,
    /// The account that it is deployed to.
    pub account: String,
    /// How many times it was deployed.
    pub deployment: u64,
    /// The resources, by address.
    pub resources: BTreeMap<String, Entry>,
    /// Resources that another has taken the place of, and that are still to be deleted.
    #[serde(rename = "retired")]
    pub deposed: Vec<Entry>,
    /// What the stack is being made from, until all of it is brought in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<RestoreSource>,
    /// What the stack was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<RestoreSource>,
    /// The upgrade of Moodle that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
}

impl Journal {
    /// The version that this program writes.
    pub const VERSION: u32 = 1;

    /// Starts the journal of a stack of which nothing is known.
    #[must_use]
    pub fn new(stack: &str, account: &str) -> Self {
        Self {
            version: Self::VERSION,
            stack: stack.into(),
            account: account.into(),
            deployment: 0,
            resources: BTreeMap::new(),
            deposed: Vec::new(),
            origin: None,
            restored: None,
            upgrade: None,
        }
    }

    /// Returns all entries: those that stand, and those that were replaced and are still to be deleted.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.resources.values().chain(&self.deposed)
    }

    /// Tells whether an entry is the current one at its address, and not one that was replaced.
    #[must_use]
    pub fn is_current(&self, entry: &Entry) -> bool {
        let current = self.resources.get(&entry.address);
        current.is_some_and(|current| current.token == entry.token)
    }

    /// Looks up an output of a resource.
    #[must_use]
    pub fn output(&self, address: &str, output: &str) -> Option<String> {
        self.resources.get(address)?.outputs.get(output).cloned()
    }

    /// Tells whether there is more of the stack than what outlives it.
    #[must_use]
    pub fn is_deployed(&self) -> bool {
        !self.resources.values().all(Entry::is_retained)
    }

    /// Tells whether nothing of the stack is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.deposed.is_empty()
    }
}
