//! What happens to each resource: a deletion and a creation that belong together are one replacement.

use super::part;
use crate::plan::{Action, FieldChange, Plan, Reason, Step};
use serde_json::Value;
use std::collections::BTreeMap;

/// What happens to one resource.
#[derive(Debug)]
pub(crate) struct Change<'p> {
    /// What happens, in one word.
    pub(crate) action: Action,
    /// The step that has the details; of a replacement, the creation.
    pub(crate) step: &'p Step,
    /// The step of a replacement that deletes the old resource, or leaves it to itself.
    pub(crate) old: Option<&'p Step>,
    /// Whether the old resource is deleted before the new one is created.
    pub(crate) old_first: bool,
}

/// Sorts a plan's steps into changes, by part of the architecture.
pub(crate) fn changes(plan: &Plan) -> Vec<Change<'_>> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    let mut replaced = Vec::new();
    for step in plan.steps.iter().filter(|step| step.applies()) {
        // Both halves of a replacement have the same reason.
        let old = plan.steps.iter().position(|old| {
            step.action() == Action::Create
                && old.action().releases()
                && old.address == step.address
                && old.reason == step.reason
        });
        replaced.extend(old);
        changes.push(Change {
            action: if old.is_some() { Action::Replace } else { step.action() },
            step,
            old: old.map(|at| &plan.steps[at]),
            old_first: old.is_some_and(|at| step.after.contains(&at)),
        });
    }
    let steps = plan.steps.iter().enumerate();
    let alone = steps.filter(|(at, step)| !step.applies() && !replaced.contains(at));
    changes.extend(alone.map(|(_, step)| Change {
        action: step.action(),
        step,
        old: None,
        old_first: false,
    }));
    part::sort(&mut changes, |change| &change.step.address);
    changes
}

/// Counts the changes by action.
pub(crate) fn counts(plan: &Plan) -> BTreeMap<Action, usize> {
    let mut counts = BTreeMap::new();
    for change in changes(plan) {
        *counts.entry(change.action).or_insert(0) += 1;
    }
    counts
}

impl<'p> Change<'p> {
    /// Returns the step that deletes the resource, or leaves it to itself.
    pub(crate) fn removal(&self) -> &'p Step {
        self.old.unwrap_or(self.step)
    }

    /// Returns whether data is deleted for good.
    pub(crate) fn loses_data(&self) -> bool {
        self.removal().loses_data()
    }

    /// Returns whether the data is afterwards only in a snapshot.
    pub(crate) fn leaves_snapshot(&self) -> bool {
        self.removal().endangers_data() && !self.loses_data()
    }

    /// Returns whether a resource that holds data stays behind.
    pub(crate) fn keeps_data(&self) -> bool {
        let removal = self.removal();
        removal.kind.holds_data && removal.action() == Action::Retain
    }

    /// Returns whether somebody else has deleted, or is deleting, what had the data, and another is created.
    pub(crate) fn finds_no_data(&self) -> bool {
        self.step.kind.holds_data
            && self.step.action() == Action::Create
            && matches!(self.step.reason, Reason::Missing | Reason::BeingDeleted(_))
    }

    /// Returns the fields that differ.
    pub(crate) fn fields(&self) -> &'p [FieldChange] {
        self.step.changes()
    }

    /// Returns a field's declared value, with references in it.
    pub(crate) fn declared(&self, field: &str) -> Option<&'p Value> {
        self.step.desired()?.fields.get(field)
    }
}
