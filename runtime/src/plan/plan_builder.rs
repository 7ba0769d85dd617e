//! A plan in the making: its steps, and what is to be known to put them in order.

use super::fate::{Fate, Fates};
use super::ground::goes_first;
use super::{Node, Plan, Why, Work};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal};
use std::collections::{BTreeMap, BTreeSet};

/// A plan in the making: which step makes an address, and which steps take resources away.
pub(super) struct PlanBuilder<'g> {
    pub(super) graph: &'g Graph,
    pub(super) journal: &'g Journal,
    pub(super) plan: Plan,
    pub(super) makes: BTreeMap<String, usize>,
    pub(super) removals: Vec<Removal<'g>>,
}

/// A step that takes a resource away, or leaves it to itself.
pub(super) struct Removal<'g> {
    pub(super) node: usize,
    pub(super) entry: &'g Entry,
    pub(super) when: When,
}

/// When a resource is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before its successor is made.
    First,
    /// When nothing uses it any more.
    Free,
    /// When all that is declared is made: until then, the declaration from before can be turned back to.
    Last,
}

impl<'g> PlanBuilder<'g> {
    pub(super) fn new(graph: &'g Graph, journal: &'g Journal) -> Self {
        Self {
            graph,
            journal,
            plan: Plan::default(),
            makes: BTreeMap::new(),
            removals: Vec::new(),
        }
    }

    fn push(&mut self, node: Node) -> usize {
        self.plan.nodes.push(node);
        self.plan.nodes.len() - 1
    }

    /// Adds what makes of an address what it is to become.
    pub(super) fn make(&mut self, address: &str, fate: &Fate<'g>) {
        let desired = &self.graph.resources[address];
        let entry = self.journal.resources.get(address);
        // A resource keeps the name that it was made with, also where a newer version would name it otherwise.
        let as_named = |entry: &Entry| {
            let mut kept = Box::new(desired.clone());
            kept.name.clone_from(&entry.name);
            kept.spec_hash.clone_from(&entry.spec_hash);
            kept
        };
        let create = || Work::Create(Box::new(desired.clone()));
        let (work, why) = match fate {
            Fate::Stay => return,
            Fate::NotOwned => {
                if let Some(entry) = entry {
                    self.leave(entry, desired.key);
                }
                return;
            }
            Fate::Create(why) => (create(), why.clone()),
            Fate::Update(why, changes) => {
                let kept = entry.map_or_else(|| Box::new(desired.clone()), as_named);
                (Work::Update(kept, changes.clone()), why.clone())
            }
            Fate::Reuse(old, changes) => {
                if let Some(entry) = entry {
                    self.remove(entry, Why::Abandoned, When::Last);
                }
                let work = Work::Reuse(Box::new((*old).clone()), as_named(old), changes.clone());
                (work, Why::Restored)
            }
            Fate::Replace(why, replacement) => {
                if let Some(entry) = entry {
                    let first = goes_first(desired, entry, *replacement);
                    self.remove(entry, why.clone(), if first { When::First } else { When::Free });
                }
                (create(), why.clone())
            }
        };
        let at = self.push(Node {
            address: address.into(),
            kind: desired.kind,
            name: desired.name.clone(),
            key: desired.key.into(),
            work,
            why,
            after: BTreeSet::new(),
        });
        self.makes.insert(address.into(), at);
    }

    /// Adds that a resource is left alone, which somebody else may own by now.
    fn leave(&mut self, entry: &Entry, key: &str) {
        let Some(kind) = entry.kind() else { return };
        self.push(Node {
            address: entry.address.clone(),
            kind,
            name: entry.name.clone(),
            key: key.into(),
            work: Work::Keep(Box::new(entry.clone())),
            why: Why::NotOwned,
            after: BTreeSet::new(),
        });
    }

    /// Adds the removal of what is no longer declared, and of what was replaced earlier and is still there.
    pub(super) fn clear(&mut self, fates: &Fates<'g>) {
        let journal = self.journal;
        for (address, entry) in &journal.resources {
            if !self.graph.resources.contains_key(address) {
                self.remove(entry, Why::Undeclared, When::Free);
            }
        }
        for entry in &journal.deposed {
            let is_it = |fate: &Fate<'_>| match fate {
                Fate::Reuse(old, _) => old.token == entry.token,
                // The step that creates it takes up its intent.
                Fate::Create(_) | Fate::Replace(..) => {
                    entry.id.is_none() && entry.is_of(&self.graph.resources[&entry.address])
                }
                _ => false,
            };
            if !fates.get(entry.address.as_str()).is_some_and(is_it) {
                self.remove(entry, Why::Superseded, When::Last);
            }
        }
    }

    /// Adds the removal of a resource, unless it is of a kind that this version does not have. A newer format of the
    /// journal is refused, so only a file edited by hand has one; it stays in there.
    pub(super) fn remove(&mut self, entry: &'g Entry, why: Why, when: When) {
        let Some(kind) = entry.kind() else { return };
        // What is declared to be kept stays beside its successor, where that does not need its place.
        let may_keep = when != When::First;
        let mut last = entry.clone();
        // The declaration has the last word on what becomes of data, also where it was not deployed since.
        let declared = self.graph.resources.get(&entry.address);
        let declared = declared.filter(|desired| desired.kind.name == kind.name);
        if let Some(word @ serde_json::Value::String(_)) = declared.map(|desired| &desired.fields["on_destroy"]) {
            last.fields["on_destroy"] = word.clone();
        }
        let work = if may_keep && last.is_retained() {
            Work::Keep
        } else {
            Work::Delete
        };
        let node = self.push(Node {
            address: entry.address.clone(),
            kind,
            name: entry.name.clone(),
            key: entry.key.clone(),
            work: work(Box::new(last)),
            why,
            after: BTreeSet::new(),
        });
        self.removals.push(Removal { node, entry, when });
    }
}
