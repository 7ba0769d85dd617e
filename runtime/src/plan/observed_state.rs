//! The observed state of the resources in a journal.

use crate::journal::Entry;
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
    /// Returns the observed state of a deposed resource.
    pub(super) fn deposed(&self, entry: &Entry) -> Option<&Option<Live>> {
        self.deposed.get(&entry.token)
    }
}
