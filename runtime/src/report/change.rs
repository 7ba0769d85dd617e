//! What happens to each resource: a deletion and a creation that belong together are one replacement.

use super::part;
use crate::plan::{FieldChange, Node, Plan, Why, Work};
use serde::Serialize;
use std::collections::BTreeMap;

/// What happens to one resource, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Action {
    /// It is made.
    Create,
    /// What an earlier run has begun is brought to its end.
    Finish,
    /// It is changed in place.
    Update,
    /// The resource that was being replaced takes its place again.
    Reuse,
    /// Another takes its place.
    Replace,
    /// It is deleted.
    Delete,
    /// It is left to itself.
    Keep,
    /// It is left to itself, since it may be somebody else's.
    Leave,
}

/// What happens to one resource.
#[derive(Debug)]
pub(crate) struct Change<'p> {
    /// What happens, in one word.
    pub(crate) action: Action,
    /// The step that says it all: the one that makes, if there is one.
    pub(crate) node: &'p Node,
    /// The step that takes the old resource away, or leaves it to itself, of a replacement.
    pub(crate) old: Option<&'p Node>,
    /// Whether the old resource goes before the new one is made.
    pub(crate) old_first: bool,
}

/// Sorts a plan's steps into changes, by part of the architecture.
pub(crate) fn changes(plan: &Plan) -> Vec<Change<'_>> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    let mut replaced = Vec::new();
    for node in &plan.nodes {
        let action = match node.work {
            Work::Create(_) => Action::Create,
            Work::Update(_, ref changes) if changes.is_empty() => Action::Finish,
            Work::Update(..) => Action::Update,
            Work::Reuse(..) => Action::Reuse,
            Work::Delete(_) | Work::Keep(_) => continue,
        };
        // The planner gives both halves of a replacement the same reason.
        let old = plan.nodes.iter().position(|old| {
            action == Action::Create
                && matches!(old.work, Work::Delete(_) | Work::Keep(_))
                && old.address == node.address
                && old.why == node.why
        });
        replaced.extend(old);
        changes.push(Change {
            action: if old.is_some() { Action::Replace } else { action },
            node,
            old: old.map(|at| &plan.nodes[at]),
            old_first: old.is_some_and(|at| node.after.contains(&at)),
        });
    }
    for (at, node) in plan.nodes.iter().enumerate() {
        let action = match node.work {
            Work::Delete(_) if !replaced.contains(&at) => Action::Delete,
            Work::Keep(_) if node.why == Why::NotOwned => Action::Leave,
            Work::Keep(_) if !replaced.contains(&at) => Action::Keep,
            _ => continue,
        };
        changes.push(Change {
            action,
            node,
            old: None,
            old_first: false,
        });
    }
    part::sort(&mut changes, |change| &change.node.address);
    changes
}

/// Counts the changes of each sort.
pub(crate) fn counts(plan: &Plan) -> BTreeMap<Action, usize> {
    let mut counts = BTreeMap::new();
    for change in changes(plan) {
        *counts.entry(change.action).or_insert(0) += 1;
    }
    counts
}

impl<'p> Change<'p> {
    /// Returns the step that takes data-holding resources away, if one does.
    fn removal(&self) -> Option<&'p Node> {
        self.old
            .or_else(|| matches!(self.node.work, Work::Delete(_)).then_some(self.node))
    }

    /// Tells whether it takes away what people put into the resource.
    pub(crate) fn loses_data(&self) -> bool {
        self.removal().is_some_and(Node::loses_data)
    }

    /// Tells whether what people put into the resource is afterwards only in a snapshot.
    pub(crate) fn leaves_snapshot(&self) -> bool {
        self.removal().is_some_and(Node::endangers_data) && !self.loses_data()
    }

    /// Tells whether a resource stays behind that holds data.
    pub(crate) fn keeps_data(&self) -> bool {
        let left = self.old.unwrap_or(self.node);
        left.kind.holds_data && matches!(left.work, Work::Keep(_)) && self.action != Action::Leave
    }

    /// Returns the fields that differ.
    pub(crate) fn fields(&self) -> &'p [FieldChange] {
        match (&self.node.work, &self.node.why) {
            (Work::Update(_, changes) | Work::Reuse(_, _, changes), _)
            | (_, Why::Changed(changes) | Why::Replaced(changes)) => changes,
            _ => &[],
        }
    }

    /// Returns a field's declared value, with references in it.
    pub(crate) fn declared(&self, field: &str) -> Option<&'p serde_json::Value> {
        match &self.node.work {
            Work::Create(desired) | Work::Update(desired, _) | Work::Reuse(_, desired, _) => desired.fields.get(field),
            Work::Delete(_) | Work::Keep(_) => None,
        }
    }
}
