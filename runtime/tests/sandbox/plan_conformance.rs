//! Compares what a run changed with its plan, and finds resources that a run should have left alone.

use crate::memory_env::MemoryEnv;
use moodle_stack::blueprint::blueprint;
use moodle_stack::journal::Journal;
use moodle_stack::kinds::info;
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Plan};
use moodle_stack::resource::KindInfo;
use moodle_stack::sandbox::Item;
use std::collections::{BTreeMap, BTreeSet};

/// The state before a run.
pub struct StateBefore {
    items: Vec<Item>,
    /// The IDs in the journal.
    known: BTreeSet<String>,
}

impl StateBefore {
    pub async fn capture(env: &MemoryEnv) -> Self {
        let journal = Journal::peek(&env.journal, "campus", "111122223333").await;
        let journal = journal.ok().flatten();
        let ids = journal
            .iter()
            .flat_map(Journal::entries)
            .filter_map(|entry| entry.id.clone());
        Self {
            items: env.sandbox.inventory(),
            known: ids.collect(),
        }
    }
}

/// Lists the changes of a run that are not in its plan.
pub fn unplanned_changes(before: &StateBefore, env: &MemoryEnv) -> Vec<String> {
    let Some(plan) = env.last_plan() else {
        return Vec::new();
    };
    let after = env.sandbox.inventory();
    let mut unplanned = Vec::new();
    for item in &before.items {
        match after.iter().find(|other| other.id == item.id) {
            None if !deletes(&plan, before, item) => {
                unplanned.push(format!("{} {} was deleted, unplanned", item.address, item.id));
            }
            Some(other) if other.fields != item.fields && !changes(&plan, &item.address) => {
                unplanned.push(format!("{} {} was changed, unplanned", item.address, item.id));
            }
            _ => {}
        }
    }
    for item in &after {
        if !before.items.iter().any(|other| other.id == item.id) && !creates(&plan, &item.address) {
            unplanned.push(format!("{} {} was created, unplanned", item.address, item.id));
        }
    }
    unplanned
}

fn deletes(plan: &Plan, before: &StateBefore, item: &Item) -> bool {
    let is_known = before.known.contains(&item.id);
    plan.steps.iter().any(|step| match (step.action(), step.prior()) {
        (Action::Delete, Some(entry)) => {
            entry.id.as_ref().is_some_and(|id| *id == item.id)
                || !is_known
                    && entry.id.is_none()
                    && (&entry.address, &entry.spec_hash) == (&item.address, &item.spec_hash)
        }
        _ => false,
    })
}

fn creates(plan: &Plan, address: &str) -> bool {
    plan.steps
        .iter()
        .any(|step| step.address == address && step.action() == Action::Create)
}

fn changes(plan: &Plan, address: &str) -> bool {
    // An upgrade of Moodle pauses and resumes cron.
    plan.steps.iter().any(|step| step.address == address && step.applies()) || address == "compute.cron"
}

/// Lists the resources that are ready and as declared: they, and everything they refer to, have the declared kind, region
/// and spec hash.
pub fn ready_as_declared(env: &MemoryEnv, stack: &Stack) -> Vec<Item> {
    let graph = blueprint(stack);
    // A document has the values of its references in its text, so a new revision may still be due.
    let is_document = |kind: &str| info(kind).is_some_and(KindInfo::has_revisions);
    let mut items: BTreeMap<String, Item> = BTreeMap::new();
    for item in env.sandbox.inventory() {
        let declared = graph.resources.get(&item.address);
        let is_declared = declared.is_some_and(|desired| {
            (desired.kind.name, &desired.region, &desired.spec_hash) == (&*item.kind, &item.region, &item.spec_hash)
        });
        if is_declared && item.is_ready && !is_document(&item.kind) {
            items.insert(item.address.clone(), item);
        }
    }
    loop {
        let existing: BTreeSet<String> = items.keys().cloned().collect();
        items.retain(|address, _| {
            let mut dependencies = graph.resources[address].depends.iter();
            dependencies
                .all(|dependency| existing.contains(dependency) || is_document(graph.resources[dependency].kind.name))
        });
        if items.len() == existing.len() {
            return items.into_values().collect();
        }
    }
}
