//! The order of a plan's steps.
//!
//! Steps come in three layers, so that their edges never run in a circle: first what must make room is deleted, with all
//! that depends on it; then what is declared is made, each after what it refers to; then everything else is deleted.

use super::dependencies::Dependencies;
use super::plan_builder::{PlanBuilder, Removal, When};

use super::{Plan, Work};
use crate::blueprint::Desired;
use crate::journal::Entry;
use crate::resource::Replacement;
use std::collections::BTreeSet;

impl PlanBuilder<'_> {
    /// Puts the steps in order.
    pub(super) fn link(mut self) -> Plan {
        let dependencies = Dependencies::of(self.journal);
        self.make_room(&dependencies);
        self.link_makes();
        self.link_removals(&dependencies);
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

    /// Has deleted first what is in the way of something that is created, and all that depends on what is deleted first.
    fn make_room(&mut self, dependencies: &Dependencies<'_>) {
        for at in 0..self.removals.len() {
            let entry = self.removals[at].entry;
            if self.removals[at].when == When::First {
                self.go_first(dependencies, at);
            } else if self.created().any(|desired| has_name_of(desired, entry)) {
                self.removals[at].when = When::First;
                self.go_first(dependencies, at);
            }
        }
        for at in 0..self.removals.len() {
            let entry = self.removals[at].entry;
            if self.removals[at].when != When::First
                && self.created().any(|desired| competes_with(desired, entry))
                && self.is_given_up(dependencies, entry)
            {
                self.removals[at].when = When::First;
                self.go_first(dependencies, at);
            }
        }
    }

    /// Has deleted first what depends on something that is deleted first.
    fn go_first(&mut self, dependencies: &Dependencies<'_>, ground: usize) {
        let mut next = vec![ground];
        while let Some(ground) = next.pop() {
            if is_document(self.removals[ground].entry) {
                continue;
            }
            for at in 0..self.removals.len() {
                let (removal, below) = (&self.removals[at], self.removals[ground].entry);
                if removal.when != When::First && !is_document(removal.entry) && dependencies.has(removal.entry, below)
                {
                    self.removals[at].when = When::First;
                    next.push(at);
                }
            }
        }
    }

    /// Tells whether all that depends on a resource is deleted, too, so that the resource can be deleted before anything is made.
    /// A document itself holds nothing, but what runs by it does.
    fn is_given_up(&self, dependencies: &Dependencies<'_>, entry: &Entry) -> bool {
        let mut passed = BTreeSet::new();
        let mut next = vec![entry];
        while let Some(ground) = next.pop() {
            let is_removed = self.removals.iter().any(|removal| removal.entry.token == ground.token);
            if !is_removed && !is_document(ground) {
                return false;
            }
            if passed.insert(&ground.token) {
                next.extend(self.journal.entries().filter(|other| dependencies.has(other, ground)));
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

    /// What others depend on is deleted after them, and what need not be deleted first after its successor is there.
    fn link_removals(&mut self, dependencies: &Dependencies<'_>) {
        let makes = self.makes.clone();
        for at in 0..self.removals.len() {
            let (node, entry, when) = {
                let removal = &self.removals[at];
                (removal.node, removal.entry, removal.when)
            };
            // A document that names something does not hold it, and is only replaced once its successor is there.
            let waits = |other: &Removal<'_>| when != When::First || other.when == When::First;
            let others = self.removals.iter().filter(|other| waits(other));
            let mut before: Vec<usize> = others
                .filter(|other| dependencies.has(other.entry, entry))
                .map(|other| other.node)
                .collect();
            // What depended on it turns to another before.
            let turning = self
                .journal
                .resources
                .values()
                .filter(|other| dependencies.has(other, entry));
            let turning = turning.map(|other| &other.address).chain([&entry.address]);
            match when {
                When::First => {}
                When::Free => before.extend(turning.filter_map(|address| makes.get(address))),
                When::Last => before.extend(makes.values()),
            }
            for before in before {
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
