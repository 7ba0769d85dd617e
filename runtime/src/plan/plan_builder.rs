//! A plan under construction: its steps, and the data to put them in order.

use super::decision::{Decision, Decisions};
use super::{Action, ObservedState, Plan, Reason, Step};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal};
use crate::provider::Owner;
use crate::spec::Desired;
use std::collections::BTreeMap;

/// A plan under construction.
pub(super) struct PlanBuilder<'g> {
    pub(super) graph: &'g Graph,
    pub(super) journal: &'g Journal,
    observed: &'g ObservedState,
    pub(super) plan: Plan,
    /// The step that brings an address to its declared state, by address.
    pub(super) applies: BTreeMap<String, usize>,
    /// The steps that delete a resource or leave it in place.
    pub(super) removals: Vec<Removal<'g>>,
}

/// A step that deletes a resource or leaves it in place.
#[derive(Clone, Copy)]
pub(super) struct Removal<'g> {
    pub(super) step: usize,
    pub(super) entry: &'g Entry,
    pub(super) when: When,
}

/// When a resource is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Before its successor is created.
    First,
    /// Once nothing uses it.
    Unused,
    /// Once everything declared is done. Until then, the earlier declaration can be deployed again and would reuse it.
    Last,
}

impl<'g> PlanBuilder<'g> {
    pub(super) fn new(graph: &'g Graph, journal: &'g Journal, observed: &'g ObservedState) -> Self {
        Self {
            graph,
            journal,
            observed,
            plan: Plan::default(),
            applies: BTreeMap::new(),
            removals: Vec::new(),
        }
    }

    fn push(&mut self, step: Step) -> usize {
        self.plan.steps.push(step);
        self.plan.steps.len() - 1
    }

    /// Adds the steps that carry out the decision on an address.
    pub(super) fn carry_out(&mut self, address: &str, decision: &Decision<'g>) {
        let desired = &self.graph.resources[address];
        let (reason, changes) = (decision.reason.clone(), decision.changes.clone());
        let step = match (decision.action, decision.prior) {
            (Action::NoOp, _) => return,
            (Action::Leave, Some(entry)) => {
                if let (Some(kind), Reason::NotOwned(stack)) = (entry.kind(), &reason) {
                    let mut step = Step::leave(kind, entry.clone(), stack);
                    step.key = desired.key.into();
                    self.push(step);
                }
                return;
            }
            (Action::Finish | Action::Update, Some(entry)) => Step::update(address, desired, entry, reason, changes),
            (Action::Reuse, Some(deposed)) => {
                if let Some(current) = self.journal.resources.get(address) {
                    self.remove(current, Reason::ReplacementCancelled, When::Last);
                }
                Step::reuse(address, desired, deposed, changes)
            }
            (Action::Replace, Some(entry)) => {
                let when = if decision.awaits_deletion() || decision.deletes_first(desired) {
                    When::First
                } else {
                    When::Unused
                };
                self.remove(entry, reason.clone(), when);
                Step::create(address, desired, reason, changes)
            }
            _ => Step::create(address, desired, reason, changes),
        };
        let at = self.push(step);
        self.applies.insert(address.into(), at);
    }

    /// Adds the removal of resources that are no longer declared, and of resources that were replaced earlier and still
    /// exist.
    pub(super) fn remove_leftovers(&mut self, decisions: &Decisions<'g>) {
        let journal = self.journal;
        for (address, entry) in &journal.resources {
            if !self.graph.resources.contains_key(address) {
                self.remove(entry, Reason::Undeclared, When::Unused);
            }
        }
        for entry in &journal.deposed {
            let is_used = |decision: &Decision<'_>| match decision.action {
                Action::Reuse => decision.prior.is_some_and(|reused| reused.token == entry.token),
                // The step that creates it continues this intent.
                _ if decision.creates() => entry.id.is_none() && entry.is_of(&self.graph.resources[&entry.address]),
                _ => false,
            };
            if !decisions.get(entry.address.as_str()).is_some_and(is_used) {
                self.remove(entry, Reason::Deposed, When::Last);
            }
        }
    }

    /// Adds the removal of a resource, unless it is of a kind that this version does not have. A newer format of the
    /// journal is refused, so only a file that was edited by hand has such an entry; it is kept in the journal.
    pub(super) fn remove(&mut self, entry: &'g Entry, reason: Reason, when: When) {
        let Some(kind) = entry.kind() else { return };
        let mut last = entry.clone();
        // The declaration decides what happens to data, even if it was not deployed since it was changed.
        let declared = self.graph.resources.get(&entry.address);
        let declared = declared.filter(|desired| desired.kind.name == kind.name);
        if let Some(retention) = declared.and_then(Desired::retention) {
            last.set_retention(retention);
        }
        let owner = self.observed.of(self.journal, entry).map(|live| &live.owner);
        // A retained resource is kept next to its successor, unless the successor needs its place.
        let step = if let Some(Owner::Other(stack)) = owner {
            Step::let_go(kind, last, stack)
        } else if when != When::First && last.is_retained() {
            Step::retain(kind, last, reason)
        } else {
            Step::delete(kind, last, reason)
        };
        let step = self.push(step);
        self.removals.push(Removal { step, entry, when });
    }
}
