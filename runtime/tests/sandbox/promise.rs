//! What a run did, compared with what its plan said, and what it should have left alone.

use crate::scene::Scene;
use moodle_stack::blueprint::blueprint;
use moodle_stack::journal::Journal;
use moodle_stack::kinds::info;
use moodle_stack::model::Stack;
use moodle_stack::plan::{Plan, Work};
use moodle_stack::resource::KindInfo;
use moodle_stack::sandbox::Item;
use std::collections::{BTreeMap, BTreeSet};

/// What there is before a run.
pub struct Before {
    items: Vec<Item>,
    /// The ids that the journal has.
    known: BTreeSet<String>,
}

impl Before {
    pub async fn of(scene: &Scene) -> Self {
        let journal = Journal::peek(&scene.journal, "campus", "111122223333").await;
        let journal = journal.ok().flatten();
        let ids = journal
            .iter()
            .flat_map(Journal::entries)
            .filter_map(|entry| entry.id.clone());
        Self {
            items: scene.sandbox.inventory(),
            known: ids.collect(),
        }
    }
}

/// Lists what a run did that its plan did not say.
pub fn unplanned(before: &Before, scene: &Scene) -> Vec<String> {
    let Some(plan) = scene.last_plan() else {
        return Vec::new();
    };
    let after = scene.sandbox.inventory();
    let mut told = Vec::new();
    for item in &before.items {
        match after.iter().find(|other| other.id == item.id) {
            None if !deletes(&plan, before, item) => {
                told.push(format!("{} {} was deleted, unplanned", item.address, item.id));
            }
            Some(other) if other.fields != item.fields && !changes(&plan, &item.address) => {
                told.push(format!("{} {} was changed, unplanned", item.address, item.id));
            }
            _ => {}
        }
    }
    for item in &after {
        if !before.items.iter().any(|other| other.id == item.id) && !creates(&plan, &item.address) {
            told.push(format!("{} {} was made, unplanned", item.address, item.id));
        }
    }
    told
}

fn deletes(plan: &Plan, before: &Before, item: &Item) -> bool {
    let is_known = before.known.contains(&item.id);
    plan.nodes.iter().any(|node| match &node.work {
        Work::Delete(entry) => {
            entry.id.as_ref().is_some_and(|id| *id == item.id)
                || !is_known
                    && entry.id.is_none()
                    && (&entry.address, &entry.spec_hash) == (&item.address, &item.spec_hash)
        }
        _ => false,
    })
}

fn creates(plan: &Plan, address: &str) -> bool {
    plan.nodes
        .iter()
        .any(|node| node.address == address && matches!(node.work, Work::Create(_)))
}

fn changes(plan: &Plan, address: &str) -> bool {
    // An upgrade of Moodle holds cron, and lets it go on.
    plan.nodes.iter().any(|node| node.address == address && node.makes()) || address == "compute.cron"
}

/// Lists what is there, ready, and what is declared: its kind, its region and its spec_hash, as all that it refers to.
pub fn standing(scene: &Scene, stack: &Stack) -> Vec<Item> {
    let graph = blueprint(stack);
    // A document names what it is about by value: another revision of it may be due all the same.
    let is_document = |kind: &str| info(kind).is_some_and(KindInfo::has_revisions);
    let mut items: BTreeMap<String, Item> = BTreeMap::new();
    for item in scene.sandbox.inventory() {
        let declared = graph.resources.get(&item.address);
        let is_declared = declared.is_some_and(|desired| {
            (desired.kind.name, &desired.region, &desired.spec_hash) == (&*item.kind, &item.region, &item.spec_hash)
        });
        if is_declared && item.is_ready && !is_document(&item.kind) {
            items.insert(item.address.clone(), item);
        }
    }
    loop {
        let there: BTreeSet<String> = items.keys().cloned().collect();
        items.retain(|address, _| {
            let mut grounds = graph.resources[address].depends.iter();
            grounds.all(|ground| there.contains(ground) || is_document(graph.resources[ground].kind.name))
        });
        if items.len() == there.len() {
            return items.into_values().collect();
        }
    }
}
