//! The decision on one declared address.

use super::{Action, FieldChange, Reason};
use crate::journal::Entry;
use crate::resource::Replacement;
use crate::spec::Desired;
use std::collections::BTreeMap;

/// What happens to one declared address, with the data that the action needs. There is one constructor for each action.
#[derive(Debug)]
pub(super) struct Decision<'j> {
    pub(super) action: Action,
    pub(super) reason: Reason,
    /// The resource that is kept, changed, reused or replaced.
    pub(super) prior: Option<&'j Entry>,
    /// The fields that change.
    pub(super) changes: Vec<FieldChange>,
    /// The order of a replacement.
    pub(super) replacement: Option<Replacement>,
}

/// The decisions so far, by address.
pub(super) type Decisions<'j> = BTreeMap<&'j str, Decision<'j>>;

impl<'j> Decision<'j> {
    fn on(action: Action, entry: &'j Entry, reason: Reason) -> Self {
        Self {
            action,
            reason,
            prior: Some(entry),
            changes: Vec::new(),
            replacement: None,
        }
    }

    pub(super) fn no_op(entry: &'j Entry) -> Self {
        Self::on(Action::NoOp, entry, Reason::UpToDate)
    }

    pub(super) fn leave(entry: &'j Entry, stack: &str) -> Self {
        Self::on(Action::Leave, entry, Reason::NotOwned(stack.into()))
    }

    pub(super) fn create(reason: Reason) -> Self {
        Self {
            action: Action::Create,
            reason,
            prior: None,
            changes: Vec::new(),
            replacement: None,
        }
    }

    pub(super) fn update(entry: &'j Entry, changes: Vec<FieldChange>) -> Self {
        Self {
            changes,
            ..Self::on(Action::Update, entry, Reason::Changed)
        }
    }

    pub(super) fn finish(entry: &'j Entry, reason: Reason) -> Self {
        Self::on(Action::Finish, entry, reason)
    }

    pub(super) fn reuse(deposed: &'j Entry, changes: Vec<FieldChange>) -> Self {
        Self {
            changes,
            ..Self::on(Action::Reuse, deposed, Reason::DeclaredAgain)
        }
    }

    pub(super) fn replace(entry: &'j Entry, reason: Reason, replacement: Replacement) -> Self {
        Self {
            replacement: Some(replacement),
            ..Self::on(Action::Replace, entry, reason)
        }
    }

    /// Returns whether a new resource is created.
    pub(super) fn creates(&self) -> bool {
        matches!(self.action, Action::Create | Action::Replace)
    }

    /// Returns whether somebody else is deleting the old resource.
    pub(super) fn awaits_deletion(&self) -> bool {
        matches!(self.reason, Reason::BeingDeleted(_))
    }

    /// Returns whether the old resource must be deleted before its successor is created. AWS deletes what somebody else has
    /// started to delete although other resources still use it.
    pub(super) fn deletes_first(&self, desired: &Desired) -> bool {
        match (self.replacement, self.prior) {
            _ if self.awaits_deletion() => false,
            (Some(Replacement::DeleteFirst | Replacement::DependentsFirst), _) => true,
            // Two resources with the same spec hash have the same name, so they cannot exist side by side. A failed one
            // that is replaced create-first is of a kind whose names need not be unique.
            (Some(Replacement::CreateFirst), Some(entry)) => {
                entry.is_of(desired) && !matches!(self.reason, Reason::Failed(_))
            }
            _ => false,
        }
    }

    /// Orders decisions by how many other decisions they force.
    pub(super) fn rank(&self) -> u8 {
        match (self.action, self.replacement) {
            (_, Some(Replacement::DependentsFirst)) => 6,
            (_, Some(Replacement::DeleteFirst)) => 5,
            (_, Some(Replacement::CreateFirst | Replacement::Revision)) => 4,
            (Action::Reuse, None) => 3,
            (Action::Finish | Action::Update, None) => 2,
            (Action::Create, None) => 1,
            _ => 0,
        }
    }
}
