//! One step of a plan.

use super::{Action, FieldChange, Reason};
use crate::journal::Entry;
use crate::resource::{KindInfo, Retention};
use crate::spec::Desired;
use std::collections::BTreeSet;

/// One step on one resource: what happens to it, why, and the data that the action needs.
///
/// | action | `desired` | `prior` | `changes` |
/// |---|---|---|---|
/// | create | yes | no | the fields for which it replaces another |
/// | update | yes | yes | at least one |
/// | finish | yes | yes | none |
/// | reuse | yes | yes | any |
/// | delete, retain, leave | no | yes | none |
///
/// There is one constructor for each row, and the fields are read-only.
#[derive(Clone, Debug)]
pub struct Step {
    /// The address of the resource.
    pub address: String,
    /// Its kind.
    pub kind: &'static KindInfo,
    /// Its name.
    pub name: String,
    /// The key in the declaration that it is derived from.
    pub key: String,
    /// Why it happens.
    pub reason: Reason,
    /// The steps that must be done before, by their index in the plan.
    pub after: BTreeSet<usize>,
    action: Action,
    desired: Option<Box<Desired>>,
    prior: Option<Box<Entry>>,
    changes: Vec<FieldChange>,
    lets_go: bool,
}

impl Step {
    /// Creates a resource, or adopts it if an interrupted run created it. `changes` are the fields for which it
    /// replaces another; they are only shown.
    #[must_use]
    pub fn create(address: &str, desired: &Desired, reason: Reason, changes: Vec<FieldChange>) -> Self {
        Self::applying(Action::Create, address, desired, None, reason, changes)
    }

    /// Changes a resource in place; without changes, sets all of its fields again.
    #[must_use]
    pub fn update(
        address: &str,
        desired: &Desired,
        current: &Entry,
        reason: Reason,
        changes: Vec<FieldChange>,
    ) -> Self {
        let action = if changes.is_empty() {
            Action::Finish
        } else {
            Action::Update
        };
        Self::applying(action, address, desired, Some(current), reason, changes)
    }

    /// Makes a deposed resource the current one of its address again, and changes it in place.
    #[must_use]
    pub fn reuse(address: &str, desired: &Desired, deposed: &Entry, changes: Vec<FieldChange>) -> Self {
        Self::applying(
            Action::Reuse,
            address,
            desired,
            Some(deposed),
            Reason::DeclaredAgain,
            changes,
        )
    }

    /// Deletes a resource.
    #[must_use]
    pub fn delete(kind: &'static KindInfo, entry: Entry, reason: Reason) -> Self {
        Self::releasing(Action::Delete, kind, entry, reason)
    }

    /// Removes a resource from the journal, and leaves it in place, as declared.
    #[must_use]
    pub fn retain(kind: &'static KindInfo, entry: Entry, reason: Reason) -> Self {
        Self::releasing(Action::Retain, kind, entry, reason)
    }

    /// Leaves a declared resource alone that another stack owns by its tags.
    #[must_use]
    pub fn leave(kind: &'static KindInfo, entry: Entry, stack: &str) -> Self {
        Self::releasing(Action::Leave, kind, entry, Reason::NotOwned(stack.into()))
    }

    /// Like [`Step::leave`], of a resource that would be deleted: also removes it from the journal.
    #[must_use]
    pub fn let_go(kind: &'static KindInfo, entry: Entry, stack: &str) -> Self {
        Self {
            lets_go: true,
            ..Self::leave(kind, entry, stack)
        }
    }

    fn applying(
        action: Action,
        address: &str,
        desired: &Desired,
        prior: Option<&Entry>,
        reason: Reason,
        changes: Vec<FieldChange>,
    ) -> Self {
        let mut named = desired.clone();
        // A resource keeps the name that it was created with, even if a newer version of this program would name it
        // differently.
        if let Some(prior) = prior {
            named.name.clone_from(&prior.name);
            named.spec_hash.clone_from(&prior.spec_hash);
        }
        Self {
            address: address.into(),
            kind: desired.kind,
            name: desired.name.clone(),
            key: desired.key.into(),
            reason,
            after: BTreeSet::new(),
            action,
            desired: Some(Box::new(named)),
            prior: prior.cloned().map(Box::new),
            changes,
            lets_go: false,
        }
    }

    fn releasing(action: Action, kind: &'static KindInfo, entry: Entry, reason: Reason) -> Self {
        Self {
            address: entry.address.clone(),
            kind,
            name: entry.name.clone(),
            key: entry.key.clone(),
            reason,
            after: BTreeSet::new(),
            action,
            desired: None,
            prior: Some(Box::new(entry)),
            changes: Vec::new(),
            lets_go: false,
        }
    }

    /// Returns what happens.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// Returns the declared resource, with the name and the spec hash that the resource has or gets.
    #[must_use]
    pub fn desired(&self) -> Option<&Desired> {
        self.desired.as_deref()
    }

    /// Returns the resource as the journal has it before the step.
    #[must_use]
    pub fn prior(&self) -> Option<&Entry> {
        self.prior.as_deref()
    }

    /// Returns the region of the resource.
    #[must_use]
    pub fn region(&self) -> &str {
        let declared = self.desired().map(|desired| &*desired.region);
        let region = declared.or_else(|| self.prior().map(|prior| &*prior.region));
        // A step has at least one of both.
        region.unwrap_or_default()
    }

    /// Returns the fields that change.
    #[must_use]
    pub fn changes(&self) -> &[FieldChange] {
        &self.changes
    }

    /// Returns whether a resource that is left alone also leaves the journal.
    #[must_use]
    pub fn lets_go(&self) -> bool {
        self.lets_go
    }

    /// Returns whether the step brings its address to its declared state.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.action.applies()
    }

    /// Returns whether the step only waits until a deletion ends that somebody else has started.
    #[must_use]
    pub fn awaits_deletion(&self) -> bool {
        self.action == Action::Delete && matches!(self.reason, Reason::BeingDeleted(_))
    }

    /// Returns whether the step deletes a kind of resource that holds data.
    #[must_use]
    pub fn endangers_data(&self) -> bool {
        self.kind.holds_data && self.action == Action::Delete && !self.awaits_deletion()
    }

    /// Returns whether the step deletes data for good, without a final snapshot.
    #[must_use]
    pub fn loses_data(&self) -> bool {
        self.endangers_data() && self.retention() != Some(Retention::Snapshot)
    }

    /// Returns whether the step deletes data that is not declared with `on_destroy: Delete`.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.endangers_data() && self.retention() != Some(Retention::Delete)
    }

    fn retention(&self) -> Option<Retention> {
        self.prior().map(Entry::retention)
    }
}
