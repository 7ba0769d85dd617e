//! A plan in the making: its steps, and which of them wait for which.

use super::fate::{Fate, goes_first};
use super::{Node, Plan, Why, Work};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal};
use crate::resource::KindInfo;
use std::collections::{BTreeMap, BTreeSet};

/// A plan in the making: which step makes an address, and which takes its old resource away.
pub(super) struct Draft<'g> {
    graph: &'g Graph,
    pub(super) plan: Plan,
    makes: BTreeMap<String, usize>,
    removes: BTreeMap<String, usize>,
    /// The addresses whose old resource must go before the new one is made.
    delete_first: BTreeSet<String>,
    retires: Vec<(usize, BTreeSet<String>)>,
}

impl<'g> Draft<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            plan: Plan::default(),
            makes: BTreeMap::new(),
            removes: BTreeMap::new(),
            delete_first: BTreeSet::new(),
            retires: Vec::new(),
        }
    }

    fn push(&mut self, node: Node) -> usize {
        self.plan.nodes.push(node);
        self.plan.nodes.len() - 1
    }

    /// Adds what makes of an address what it is to become.
    pub(super) fn make(&mut self, journal: &Journal, address: &str, fate: &Fate) {
        let desired = &self.graph.resources[address];
        let entry = journal.resources.get(address);
        let mut kept = desired.clone();
        let (work, why) = match fate {
            Fate::Stay => return,
            Fate::Foreign => {
                let known = entry.and_then(|entry| Some((entry, entry.kind()?)));
                if let Some((entry, kind)) = known {
                    self.push(Node {
                        address: address.into(),
                        kind,
                        name: entry.name.clone(),
                        key: desired.key.into(),
                        work: Work::Keep(Box::new(entry.clone())),
                        why: Why::Foreign,
                        after: BTreeSet::new(),
                    });
                }
                return;
            }
            Fate::Create(why) => (Work::Create(Box::new(kept)), why),
            Fate::Update(why, changes) => {
                // A resource keeps the name that it was made with, also where a newer version would name it otherwise.
                if let Some(entry) = entry {
                    kept.name.clone_from(&entry.name);
                    kept.generation.clone_from(&entry.generation);
                }
                (Work::Update(Box::new(kept), changes.clone()), why)
            }
            Fate::Replace(why, replacement) => {
                if let Some(entry) = entry {
                    let first = goes_first(desired, entry, *replacement);
                    // What is declared to be kept stays beside its successor, where that does not need its place.
                    let may_keep = !first && matches!(why, Why::Replaced(_));
                    if let Some(at) = self.remove(entry, why.clone(), may_keep) {
                        self.removes.insert(address.into(), at);
                    }
                    if first {
                        self.delete_first.insert(address.into());
                    }
                }
                (Work::Create(Box::new(kept)), why)
            }
        };
        let at = self.push(Node {
            address: address.into(),
            kind: desired.kind,
            name: desired.name.clone(),
            key: desired.key.into(),
            work,
            why: why.clone(),
            after: BTreeSet::new(),
        });
        self.makes.insert(address.into(), at);
    }

    /// Adds the removal of what is no longer declared, and of what was replaced earlier and is still there.
    pub(super) fn clear(&mut self, journal: &Journal) {
        for (address, entry) in &journal.resources {
            if !self.graph.resources.contains_key(address)
                && let Some(at) = self.remove(entry, Why::Undeclared, true)
            {
                self.removes.insert(address.clone(), at);
            }
        }
        for entry in &journal.retired {
            if let Some(at) = self.remove(entry, Why::Superseded, true) {
                self.retires.push((at, entry.depends.clone()));
            }
        }
    }

    /// Adds the removal of a resource; `None` if it is of a kind that this version does not have. A newer format of the
    /// journal is refused, so only a file edited by hand has one; it stays in there.
    pub(super) fn remove(&mut self, entry: &Entry, why: Why, may_keep: bool) -> Option<usize> {
        let kind = entry.kind()?;
        let mut entry = entry.clone();
        // The declaration has the last word on what becomes of data, also where it was not deployed since.
        let declared = self.graph.resources.get(&entry.address);
        let declared = declared.filter(|desired| desired.kind.name == kind.name);
        if let Some(word @ serde_json::Value::String(_)) = declared.map(|desired| &desired.fields["on_destroy"]) {
            entry.fields["on_destroy"] = word.clone();
        }
        let work = if may_keep && entry.is_retained() {
            Work::Keep
        } else {
            Work::Delete
        };
        Some(self.push(Node {
            address: entry.address.clone(),
            kind,
            name: entry.name.clone(),
            key: entry.key.clone(),
            work: work(Box::new(entry)),
            why,
            after: BTreeSet::new(),
        }))
    }

    fn after(&mut self, node: usize, before: usize) {
        if node != before {
            self.plan.nodes[node].after.insert(before);
        }
    }

    /// Puts the steps of a deployment in order.
    pub(super) fn link(&mut self, journal: &Journal) {
        let makes = self.makes.clone();
        let removes = self.removes.clone();
        // What refers is made after what it refers to.
        for (address, at) in &makes {
            for dependency in &self.graph.resources[address].depends {
                if let Some(before) = makes.get(dependency) {
                    self.after(*at, *before);
                }
            }
        }
        for (address, at) in &removes {
            let first = self.delete_first.contains(address);
            if first && let Some(make) = makes.get(address) {
                self.after(*make, *at);
            }
            for dependent in journal
                .resources
                .values()
                .filter(|entry| entry.depends.contains(address))
            {
                // What referred to it goes before it, or has turned to another; which it cannot if the old one must
                // make room for that other.
                if let Some(before) = removes.get(&dependent.address) {
                    // But a document that names it does not hold it, and is only replaced once its successor is there.
                    let is_document = dependent.kind().is_some_and(KindInfo::has_revisions);
                    if !(first && is_document && !self.delete_first.contains(&dependent.address)) {
                        self.after(*at, *before);
                    }
                } else if let Some(before) = makes.get(&dependent.address)
                    && !first
                    && self.plan.nodes[*before].why != Why::Vanished
                {
                    self.after(*at, *before);
                }
            }
            if !first && let Some(before) = makes.get(address) {
                self.after(*at, *before);
            }
        }
        // What was replaced in an earlier run goes after all that is made now, since any of it may still refer to it,
        // and among its like, dependents go first.
        let retires = std::mem::take(&mut self.retires);
        for (at, _) in &retires {
            for before in makes.values() {
                self.after(*at, *before);
            }
            let address = self.plan.nodes[*at].address.clone();
            for (other, depends) in &retires {
                if depends.contains(&address) && other != at {
                    self.after(*at, *other);
                }
            }
        }
    }

    /// Puts the steps of a destruction in order.
    pub(super) fn link_removals(&mut self) {
        let removed = self
            .plan
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| match &node.work {
                Work::Delete(entry) | Work::Keep(entry) => Some((at, node.address.clone(), entry.depends.clone())),
                Work::Create(_) | Work::Update(..) => None,
            });
        let removed: Vec<(usize, String, BTreeSet<String>)> = removed.collect();
        for (at, address, _) in &removed {
            for (other, other_address, depends) in &removed {
                if depends.contains(address) && other_address != address {
                    self.after(*at, *other);
                }
            }
        }
    }
}
