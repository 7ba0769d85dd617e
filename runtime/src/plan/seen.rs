//! The observed state of the resources in a journal.

use crate::journal::Entry;
use crate::provider::Live;
use std::collections::BTreeMap;

/// What AWS says of the resources in the journal: `None` for one that is gone. Of one that is not in here, nothing is
/// known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Those of the journal's `resources`, by address.
    pub resources: BTreeMap<String, Option<Live>>,
    /// Those of the journal's `retired`, by the client token of their creation.
    pub retired: BTreeMap<String, Option<Live>>,
}

impl Seen {
    /// Returns the observed state of a retired resource.
    pub(super) fn retired(&self, entry: &Entry) -> Option<&Option<Live>> {
        self.retired.get(&entry.token)
    }
}
