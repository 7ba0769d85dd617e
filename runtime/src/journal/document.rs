//! The journal as a document: everything that the deployer knows about one stack.

use super::age::Age;
use super::entry::Entry;
use super::upgrade::Upgrade;
use crate::spec::RestoreSource;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the deployer knows about one stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The version of this format.
    pub version: u32,
    /// The stack's name.
    pub stack: String,
    /// The account that it is deployed to.
    pub account: String,
    /// How many times it has been deployed.
    pub deployment: u64,
    /// The resources, by address.
    pub resources: BTreeMap<String, Entry>,
    /// Deposed resources: replaced by another, and still to be deleted.
    #[serde(rename = "retired")]
    pub deposed: Vec<Entry>,
    /// The backup that the stack is being restored from, until the restore is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<RestoreSource>,
    /// The backup that the stack was restored from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<RestoreSource>,
    /// The upgrade of Moodle that is in progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
    /// How long ago it was last written, when it was read. Not stored.
    #[serde(skip)]
    pub age: Age,
}

impl Journal {
    /// The version that this program writes.
    pub const VERSION: u32 = 1;

    /// Creates an empty journal.
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
            age: Age::default(),
        }
    }

    /// Returns all entries: the current ones and the deposed ones.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.resources.values().chain(&self.deposed)
    }

    /// Returns the IDs of the resources that depend on one.
    #[must_use]
    pub fn dependents_of(&self, address: &str) -> Vec<String> {
        let dependents = self.entries().filter(|entry| entry.depends.contains(address));
        dependents.filter_map(|entry| entry.id.clone()).collect()
    }

    /// Returns whether an entry is the current one at its address, and not deposed.
    #[must_use]
    pub fn is_current(&self, entry: &Entry) -> bool {
        let current = self.resources.get(&entry.address);
        current.is_some_and(|current| current.token == entry.token)
    }

    /// Removes entries that are about the same resource as another, by its ID, and keeps the one at a declared address, or
    /// otherwise the current one: to delete what one of them is about would delete what the other is about. This program writes
    /// no such journal, but one that was edited by hand, or rebuilt by an earlier version, may be one.
    pub fn remove_duplicates(&mut self, is_declared: impl Fn(&str) -> bool) {
        let identity = |entry: &Entry| Some((entry.kind.clone(), entry.region.clone(), entry.id.clone()?));
        let mut known = BTreeSet::new();
        let mut is_first = |entry: &Entry| identity(entry).is_none_or(|identity| known.insert(identity));
        let (declared, others): (Vec<&Entry>, Vec<&Entry>) =
            self.resources.values().partition(|entry| is_declared(&entry.address));
        let current = declared.into_iter().chain(others);
        let removed: BTreeSet<String> = current
            .filter(|entry| !is_first(entry))
            .map(|entry| entry.address.clone())
            .collect();
        self.deposed.retain(|entry| is_first(entry));
        self.resources.retain(|address, _| !removed.contains(address));
        for entry in self.resources.values_mut().chain(&mut self.deposed) {
            entry.depends.retain(|address| !removed.contains(address));
        }
    }

    /// Looks up an output of a resource.
    #[must_use]
    pub fn output(&self, address: &str, output: &str) -> Option<String> {
        self.resources.get(address)?.outputs.get(output).cloned()
    }

    /// Returns whether the stack has any resource that does not outlive it.
    #[must_use]
    pub fn is_deployed(&self) -> bool {
        !self.resources.values().all(Entry::is_retained)
    }

    /// Returns whether the stack has no resources, current or deposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.deposed.is_empty()
    }
}
