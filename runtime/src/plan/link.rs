//! The order of a plan's steps.
//!
//! # Invariant
//!
//! The edges have no cycle. The steps are in three layers, and an edge leads within a layer or to an earlier one:
//!
//! 1. A resource that must make room is deleted, after everything that depends on it.
//! 2. Everything declared is created, updated or reused, each after what it refers to.
//! 3. Everything else is deleted, each after everything that depended on it; resources that an earlier run deposed,
//!    after all of layer 2.
//!
//! Within layer 2, references define the order; within layers 1 and 3, reversed references do. Neither has a cycle: a
//! resource can only refer to one that was added to the blueprint before it.
//!
//! # Example
//!
//! A subnet `S` gets another range, and a subnet group `G` refers to it. `S` is replaced with its dependents first:
//!
//! ```text
//! delete G → delete S → create S → create G
//! └── layer 1 ──────┘   └── layer 2 ──────┘
//! ```
//!
//! A load balancer `L` becomes internal and is replaced create-first, and a DNS record `D` refers to it. The old one is
//! deleted last:
//!
//! ```text
//! create L → update D → delete old L
//! └── layer 2 ──────┘   └ layer 3 ─┘
//! ```
//!
//! # Assumptions
//!
//! - AWS refuses to delete a resource while another refers to it, except when the other is a document: a kind with
//!   revisions, such as a task definition, names other resources and does not keep AWS from deleting them.
//!   It does not refuse a deletion that somebody else has started: that is only waited for, and nothing that depends on the
//!   resource is deleted before.
//! - Two resources of one kind and region cannot have one name, if the kind has unique names. A kind that is replaced
//!   delete-first can have only one resource for a range or a zone, and it is unknown here which one. So every deletion of
//!   the kind is assumed to make room, if everything that depends on it is deleted as well.

use super::dependencies::Dependencies;
use super::plan_builder::{PlanBuilder, Removal, When};
use super::{Action, Plan};
use crate::journal::Entry;
use crate::resource::{KindInfo, Replacement};
use crate::spec::Desired;
use std::collections::BTreeSet;

/// Puts the steps of a plan in order.
pub(super) fn link(mut builder: PlanBuilder<'_>) -> Plan {
    let dependencies = Dependencies::of(builder.journal);
    make_room(&mut builder, &dependencies);
    link_applies(&mut builder);
    link_removals(&mut builder, &dependencies);
    builder.plan
}

fn after(builder: &mut PlanBuilder<'_>, step: usize, before: usize) {
    if step != before {
        builder.plan.steps[step].after.insert(before);
    }
}

/// Returns the declared resources that are created.
fn created<'b>(builder: &'b PlanBuilder<'_>) -> impl Iterator<Item = &'b Desired> {
    let steps = builder.applies.values().map(|at| &builder.plan.steps[*at]);
    steps
        .filter(|step| step.action() == Action::Create)
        .filter_map(|step| step.desired())
}

/// Moves to the first layer each deletion that makes room for a creation, and the deletions of everything that depends
/// on a resource that is deleted first.
fn make_room(builder: &mut PlanBuilder<'_>, dependencies: &Dependencies<'_>) {
    for at in 0..builder.removals.len() {
        let entry = builder.removals[at].entry;
        if builder.removals[at].when == When::First || created(builder).any(|desired| has_name_of(desired, entry)) {
            builder.removals[at].when = When::First;
            if !is_awaited(builder, at) {
                delete_dependents_first(builder, dependencies, at);
            }
        }
    }
    for at in 0..builder.removals.len() {
        let entry = builder.removals[at].entry;
        if builder.removals[at].when != When::First
            && created(builder).any(|desired| competes_with(desired, entry))
            && is_abandoned(builder, dependencies, entry)
        {
            builder.removals[at].when = When::First;
            delete_dependents_first(builder, dependencies, at);
        }
    }
}

/// Returns whether a removal only waits until a deletion ends that somebody else has started.
fn is_awaited(builder: &PlanBuilder<'_>, removal: usize) -> bool {
    builder.plan.steps[builder.removals[removal].step].awaits_deletion()
}

/// Moves to the first layer every removal of a resource that depends on one removed there.
fn delete_dependents_first(builder: &mut PlanBuilder<'_>, dependencies: &Dependencies<'_>, removal: usize) {
    let mut next = vec![removal];
    while let Some(dependency) = next.pop() {
        if is_document(builder.removals[dependency].entry) {
            continue;
        }
        for at in 0..builder.removals.len() {
            let (removal, dependency) = (&builder.removals[at], builder.removals[dependency].entry);
            if removal.when != When::First && !is_document(removal.entry) && dependencies.has(removal.entry, dependency)
            {
                builder.removals[at].when = When::First;
                next.push(at);
            }
        }
    }
}

/// Returns whether everything that depends on a resource is deleted as well, so the resource can be deleted before
/// anything is created. A document does not keep AWS from deleting a resource, but a task that runs from the document
/// does.
fn is_abandoned(builder: &PlanBuilder<'_>, dependencies: &Dependencies<'_>, entry: &Entry) -> bool {
    let mut visited = BTreeSet::new();
    let mut next = vec![entry];
    while let Some(dependency) = next.pop() {
        let mut removals = builder.removals.iter();
        let is_removed = removals.any(|removal| removal.entry.token == dependency.token);
        if !is_removed && !is_document(dependency) {
            return false;
        }
        if visited.insert(&dependency.token) {
            let entries = builder.journal.entries();
            next.extend(entries.filter(|other| dependencies.has(other, dependency)));
        }
    }
    true
}

/// Links the second layer: a resource is created or changed after everything that it refers to, and created after
/// everything that makes room for it.
fn link_applies(builder: &mut PlanBuilder<'_>) {
    let graph = builder.graph;
    for (address, at) in builder.applies.clone() {
        let desired = &graph.resources[&address];
        for dependency in &desired.depends {
            if let Some(before) = builder.applies.get(dependency).copied() {
                after(builder, at, before);
            }
        }
        if builder.plan.steps[at].action() != Action::Create {
            continue;
        }
        let first = builder.removals.iter().filter(|removal| removal.when == When::First);
        let room = first.filter(|removal| {
            let entry = removal.entry;
            entry.address == address || has_name_of(desired, entry) || competes_with(desired, entry)
        });
        for before in room.map(|removal| removal.step).collect::<Vec<_>>() {
            after(builder, at, before);
        }
    }
}

/// Links the first and the third layer: a resource is removed after what depends on it, and in the third layer after its
/// successor exists.
fn link_removals(builder: &mut PlanBuilder<'_>, dependencies: &Dependencies<'_>) {
    for at in 0..builder.removals.len() {
        let Removal { step, entry, when } = builder.removals[at];
        if is_awaited(builder, at) {
            continue;
        }
        // If AWS gives the awaited deletion up, nothing else is deleted.
        let awaited = (0..builder.removals.len()).filter(|other| is_awaited(builder, *other));
        let awaited = awaited.map(|other| builder.removals[other]);
        let mut before: Vec<usize> = awaited
            .filter(|other| dependencies.has(entry, other.entry))
            .map(|other| other.step)
            .collect();
        // A document does not keep AWS from deleting the resources that it names, and is itself removed only once its
        // successor exists. So the first layer does not wait for it.
        let waits = |other: &Removal<'_>| when != When::First || other.when == When::First;
        let others = builder.removals.iter().filter(|other| waits(other));
        let users = others.filter(|other| dependencies.has(other.entry, entry));
        before.extend(users.map(|other| other.step));
        // Before that, everything that depended on it is updated to depend on its successor.
        let current = builder.journal.resources.values();
        let dependents = current.filter(|other| dependencies.has(other, entry));
        let updated = dependents.map(|other| &other.address).chain([&entry.address]);
        match when {
            When::First => {}
            When::Unused => before.extend(updated.filter_map(|address| builder.applies.get(address))),
            When::Last => before.extend(builder.applies.values()),
        }
        for before in before {
            after(builder, step, before);
        }
    }
}

/// Returns whether a resource has the name that another will get, if the name must be unique in the region.
fn has_name_of(desired: &Desired, entry: &Entry) -> bool {
    desired.kind.has_unique_names() && desired.name == entry.name && is_like(desired, entry)
}

/// Returns whether a resource may have something that another will get and that only one can have, such as a range of
/// addresses.
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

/// Returns whether a resource only names others, so AWS does not refuse to delete those.
fn is_document(entry: &Entry) -> bool {
    entry.kind().is_some_and(KindInfo::has_revisions)
}
