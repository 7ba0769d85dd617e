//! The order of a plan's steps.
//!
//! Steps come in three layers, so that their edges never run in a circle: first what must make room is deleted, with all
//! that uses it; then what is declared is made, each after what it refers to; then everything else is deleted.

use super::draft::{Draft, When};
use super::uses::Uses;
use super::{Plan, Work};
use crate::blueprint::Desired;
use crate::journal::Entry;
use crate::resource::Replacement;
use std::collections::BTreeSet;

impl Draft<'_> {
    /// Puts the steps in order.
    pub(super) fn link(mut self) -> Plan {
        let uses = Uses::of(self.journal);
        self.make_room(&uses);
        self.link_makes();
        self.link_removals(&uses);
        self.plan
    }

    fn after(&mut self, node: usize, before: usize) {
        if node != before {
            self.plan.nodes[node].after.insert(before);
        }
    }

    /// Returns what is created.
    fn created(&self) -> impl Iterator<Item = &Desired> {
        self.makes
            .values()
            .filter_map(|make| match &self.plan.nodes[*make].work {
                Work::Create(desired) => Some(&**desired),
                _ => None,
            })
    }

    /// Has go first what is in the way of something that is created, and all that uses what goes first.
    fn make_room(&mut self, uses: &Uses<'_>) {
        for at in 0..self.removals.len() {
            let entry = self.removals[at].entry;
            if self.removals[at].when == When::First {
                self.go_first(uses, at);
            } else if self.created().any(|desired| has_name_of(desired, entry)) {
                self.removals[at].when = When::First;
                self.go_first(uses, at);
            }
        }
        for at in 0..self.removals.len() {
            let entry = self.removals[at].entry;
            if self.removals[at].when != When::First
                && self.created().any(|desired| competes_with(desired, entry))
                && self.is_given_up(uses, entry)
            {
                self.removals[at].when = When::First;
                self.go_first(uses, at);
            }
        }
    }

    /// Has go first what uses something that goes first.
    fn go_first(&mut self, uses: &Uses<'_>, ground: usize) {
        let mut next = vec![ground];
        while let Some(ground) = next.pop() {
            for at in 0..self.removals.len() {
                let (user, used) = (&self.removals[at], &self.removals[ground]);
                if user.when != When::First && !is_document(user.entry) && uses.uses(user.entry, used.entry) {
                    self.removals[at].when = When::First;
                    next.push(at);
                }
            }
        }
    }

    /// Tells whether all that uses a resource is deleted, too, so that the resource can be deleted before anything is made.
    /// A document itself holds nothing, but what runs by it does.
    fn is_given_up(&self, uses: &Uses<'_>, entry: &Entry) -> bool {
        let mut passed = BTreeSet::new();
        let mut next = vec![entry];
        while let Some(used) = next.pop() {
            let is_removed = self.removals.iter().any(|removal| removal.entry.token == used.token);
            if !is_removed && !is_document(used) {
                return false;
            }
            if passed.insert(&used.token) {
                next.extend(self.journal.entries().filter(|user| uses.uses(user, used)));
            }
        }
        true
    }

    /// What refers is made after what it refers to, and what is created after what makes room for it.
    fn link_makes(&mut self) {
        let makes = self.makes.clone();
        for (address, at) in &makes {
            for dependency in &self.graph.resources[address].depends {
                if let Some(before) = makes.get(dependency) {
                    self.after(*at, *before);
                }
            }
            let Work::Create(desired) = self.plan.nodes[*at].work.clone() else {
                continue;
            };
            let first = self.removals.iter().filter(|removal| removal.when == When::First);
            let room = first.filter(|removal| {
                let entry = removal.entry;
                entry.address == *address || has_name_of(&desired, entry) || competes_with(&desired, entry)
            });
            for before in room.map(|removal| removal.node).collect::<Vec<_>>() {
                self.after(*at, before);
            }
        }
    }

    /// What is used is deleted after what uses it, and what need not go first after its successor is there.
    fn link_removals(&mut self, uses: &Uses<'_>) {
        let makes = self.makes.clone();
        for at in 0..self.removals.len() {
            let (node, entry, when) = (self.removals[at].node, self.removals[at].entry, self.removals[at].when);
            // A document that names something does not hold it, and is only replaced once its successor is there.
            let users = self
                .removals
                .iter()
                .filter(|user| (when != When::First || user.when == When::First) && uses.uses(user.entry, entry));
            let users = users.map(|user| user.node);
            // What used it turns to another before.
            let turning = self.journal.resources.values().filter(|user| uses.uses(user, entry));
            let turning = turning.map(|user| &user.address).chain([&entry.address]);
            let made: Vec<usize> = match when {
                When::First => Vec::new(),
                When::Free => turning.filter_map(|address| makes.get(address).copied()).collect(),
                When::Last => makes.values().copied().collect(),
            };
            for before in users.chain(made).collect::<Vec<_>>() {
                self.after(node, before);
            }
        }
    }
}

/// Tells whether a resource has the name that another is to have, which no two of their kind can have in one region.
fn has_name_of(desired: &Desired, entry: &Entry) -> bool {
    desired.kind.has_unique_names() && desired.name == entry.name && is_like(desired, entry)
}

/// Tells whether a resource may have what another is to have and only one can, as a range of addresses.
fn competes_with(desired: &Desired, entry: &Entry) -> bool {
    let competes = matches!(
        desired.kind.replacement,
        Replacement::DeleteFirst | Replacement::DependentsFirst
    );
    competes && is_like(desired, entry)
}

fn is_like(desired: &Desired, entry: &Entry) -> bool {
    (desired.kind.name, &desired.region) == (entry.kind.as_str(), &entry.region)
}

/// Tells whether a resource only names others, which AWS does not keep for that.
fn is_document(entry: &Entry) -> bool {
    entry.kind().is_some_and(crate::resource::KindInfo::has_revisions)
}
