//! The observed state of the resources in a journal.

use crate::journal::{Entry, Journal};
use crate::provider::Live;
use std::collections::BTreeMap;

/// The state that AWS reports for the resources in the journal: `None` if a resource does not exist. A resource that is
/// not in here was not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedState {
    /// The state of the journal's `resources`, by address.
    pub resources: BTreeMap<String, Option<Live>>,
    /// The state of the journal's `deposed`, by the client token of their creation.
    pub deposed: BTreeMap<String, Option<Live>>,
}

impl ObservedState {
    /// Returns the live resource of an entry; `None` if it does not exist, or was not read.
    #[must_use]
    pub fn of(&self, journal: &Journal, entry: &Entry) -> Option<&Live> {
        let live = if journal.is_current(entry) {
            self.resources.get(&entry.address)
        } else {
            self.deposed.get(&entry.token)
        };
        live?.as_ref()
    }

    /// Adds the observed state of an entry.
    pub(crate) fn insert(&mut self, journal: &Journal, entry: &Entry, live: Option<Live>) {
        if journal.is_current(entry) {
            self.resources.insert(entry.address.clone(), live);
        } else {
            self.deposed.insert(entry.token.clone(), live);
        }
    }

    /// Returns the observed state of a deposed resource.
    pub(super) fn deposed(&self, entry: &Entry) -> Option<&Option<Live>> {
        self.deposed.get(&entry.token)
    }
}
