//! Deciding what happens to one declared address, from its own state and from the decisions on its dependencies.
//!
//! # Invariant
//!
//! A resource that exists and matches the declaration (same kind, region and spec hash) is not replaced, unless a
//! dependency must make room for its successor. A resource that was ready once is not replaced because it has failed,
//! unless it is of a kind that never recovers and holds nothing, such as a certificate. A resource that this stack does
//! not own is neither changed nor deleted.
//!
//! # Example
//!
//! A subnet's range is changed from `10.0.1.0/24` to `10.0.2.0/24`, and a database's subnet group refers to the subnet:
//!
//! | address | what is found | decision |
//! |---|---|---|
//! | `network.vpc` | no difference | no-op |
//! | `network.private-a` | `cidr` differs, which cannot be changed in place | replace, dependents first |
//! | `database.subnets` | no difference, but it refers to the subnet | replace, because its dependency is replaced |
//!
//! A load balancer is replaced create-first instead. If such a run is interrupted and the earlier declaration is
//! deployed again, the old load balancer, which is deposed in the journal, is reused.
//!
//! # The first match applies
//!
//! 1. AWS does not have it: create.
//! 2. Its tags say that another stack owns it: leave.
//! 3. A dependency is replaced with its dependents first: replace.
//! 4. It is an intent without an ID: create, which looks for it first; or replace, if the declaration has changed.
//! 5. Its deletion has started, by an earlier run or by somebody else: replace, once it no longer exists.
//! 6. It has failed, and was never ready or never recovers: replace.
//! 7. Its kind, its region or a field that cannot be changed in place differs: replace.
//! 8. Through resources that are no longer declared, it depended on a resource that is deleted first: replace.
//! 9. Other fields differ: update.
//! 10. It has failed, or an earlier run was interrupted: finish.
//! 11. Otherwise: no-op.
//!
//! If a new resource would be created, a deposed resource that matches the declaration is reused instead.
//!
//! # Assumptions
//!
//! - The spec hash covers every field that cannot be changed in place, and the spec hashes of the resources that these
//!   fields refer to.
//! - `decisions` has a decision for every declared dependency. The planner calls this in the order of the references, and
//!   again until no decision changes.
//! - Only entries without an ID are missing from [`ObservedState`]: they were not read.

use super::compare::changes;
use super::decision::{Decision, Decisions};
use super::dependencies::{Dependencies, beyond_undeclared};
use super::{Action, FieldChange, ObservedState, Reason};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use crate::provider::{Live, Owner, State};
use crate::resource::Replacement;
use crate::spec::Desired;
use std::collections::BTreeSet;

/// The inputs of a decision.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'j> {
    pub(super) graph: &'j Graph,
    pub(super) journal: &'j Journal,
    pub(super) observed: &'j ObservedState,
}

impl<'j> Inputs<'j> {
    /// Decides what happens to an address.
    pub(super) fn decide(self, decisions: &Decisions<'j>, address: &str) -> Decision<'j> {
        let desired = &self.graph.resources[address];
        let decision = self.journal.resources.get(address).map_or_else(
            || Decision::create(Reason::Declared),
            |entry| self.decide_alone(decisions, desired, entry, self.observed.resources.get(address)),
        );
        if decision.creates() {
            self.reuse(decisions, desired, address).unwrap_or(decision)
        } else {
            decision
        }
    }

    /// Finds a deposed resource that matches the declaration: if an earlier declaration is deployed again, its database
    /// is reused.
    fn reuse(self, decisions: &Decisions<'j>, desired: &Desired, address: &str) -> Option<Decision<'j>> {
        let deposed = self.journal.deposed.iter().rev();
        let mut like = deposed.filter(|entry| entry.address == address && entry.id.is_some() && entry.is_of(desired));
        like.find_map(|entry| {
            let decision = self.decide_alone(decisions, desired, entry, self.observed.deposed(entry));
            matches!(decision.action, Action::NoOp | Action::Finish | Action::Update)
                .then(|| Decision::reuse(entry, decision.changes))
        })
    }

    /// Decides what happens to a resource, as if it were the only one at its address.
    fn decide_alone(
        self,
        decisions: &Decisions<'j>,
        desired: &Desired,
        entry: &'j Entry,
        observed: Option<&Option<Live>>,
    ) -> Decision<'j> {
        if matches!(observed, Some(None)) {
            return Decision::create(Reason::Missing);
        }
        let live = observed.and_then(Option::as_ref);
        if let Some(Owner::Other(stack)) = live.map(|live| &live.owner) {
            return Decision::leave(entry, stack);
        }
        let replaces = |reason, replacement| Decision::replace(entry, reason, replacement);
        let makes_room = desired.depends.union(&entry.depends).find(|dependency| {
            let decision = decisions.get(dependency.as_str());
            decision.is_some_and(|decision| decision.replacement == Some(Replacement::DependentsFirst))
        });
        if let Some(dependency) = makes_room {
            return replaces(
                Reason::DependencyReplaced(dependency.clone()),
                Replacement::DependentsFirst,
            );
        }
        let is_document = desired.kind.has_revisions();
        let deleted_first =
            |dependencies: &BTreeSet<String>| self.deleted_first(decisions, dependencies).filter(|_| !is_document);
        let hidden = deleted_first(&beyond_undeclared(self.graph, self.journal, &entry.depends));
        let is_fixed = |change: &FieldChange| desired.kind.replaces.contains(&change.field.as_str());
        let lasting = |address: &str, output: &str| lasting(decisions, address, output);
        // An intent without a recorded response: the executor looks for the resource before it creates it, unless the
        // declaration has changed.
        if entry.id.is_none() {
            let is_other = hidden.is_some() || changes(desired, entry, None, &lasting).iter().any(is_fixed);
            return if entry.is_of(desired) && !is_other {
                Decision::create(Reason::Unfinished)
            } else {
                replaces(Reason::Unfinished, Replacement::DeleteFirst)
            };
        }
        if entry.phase == Phase::Deleting && !can_be_kept(entry, live) {
            return replaces(Reason::Unfinished, Replacement::DeleteFirst);
        }
        if let Some(State::Deleting(state)) = live.map(|live| &live.state) {
            return replaces(Reason::BeingDeleted(state.clone()), Replacement::DeleteFirst);
        }
        let failed = match live.map(|live| &live.state) {
            Some(State::Failed(cause)) => Some(cause.clone()),
            _ => None,
        };
        // A resource that was never ready contains nothing, so a new resource can take its place. A resource that was
        // ready is finished, and never replaced because of a failure that may be temporary: it may be a service or a
        // database. Of some kinds, a resource that has failed never recovers, whether it was ready or not.
        if let Some(cause) = &failed
            && (entry.phase == Phase::Configuring || desired.kind.replaced_if_failed)
        {
            return replaces(
                Reason::Failed(cause.clone()),
                self.replacement_of_failed(desired, entry),
            );
        }
        if desired.kind.name != entry.kind || desired.region != entry.region {
            return replaces(Reason::KindOrRegionChanged, desired.kind.replacement);
        }
        let mut changes = changes(desired, entry, live, &lasting);
        if entry.phase == Phase::Configuring {
            // A fixed field that only a call after the creation sets is not set yet, such as the VPC of an internet gateway
            // that is still to be attached.
            changes.retain(|change| !(is_fixed(change) && change.drift));
        }
        if changes.iter().any(is_fixed) {
            // If a dependency must be deleted before its successor is created, so must this resource.
            let dependencies = desired.depends.union(&entry.depends).cloned().collect();
            let dependency = hidden.or_else(|| deleted_first(&dependencies));
            let replacement = if dependency.is_some() {
                Replacement::DeleteFirst
            } else {
                desired.kind.replacement
            };
            return Decision {
                changes,
                ..replaces(Reason::CannotUpdate, replacement)
            };
        }
        if let Some(dependency) = hidden {
            return replaces(Reason::DependencyReplaced(dependency), Replacement::DeleteFirst);
        }
        if !changes.is_empty() {
            return Decision::update(entry, changes);
        }
        if let Some(cause) = failed {
            return Decision::finish(entry, Reason::Failed(cause));
        }
        if entry.phase != Phase::Ready {
            return Decision::finish(entry, Reason::Unfinished);
        }
        Decision::no_op(entry)
    }

    /// Returns the order in which a resource that has failed is replaced. It is deleted first, because nothing needs it:
    /// a run that fails again leaves nothing behind. But AWS refuses to delete what something uses, such as the certificate
    /// of a load balancer that has expired: its successor is created first, if two can have the same name.
    fn replacement_of_failed(self, desired: &Desired, entry: &Entry) -> Replacement {
        let kind = desired.kind;
        let can_coexist =
            kind.replaced_if_failed && kind.replacement == Replacement::CreateFirst && !kind.has_unique_names();
        if can_coexist && Dependencies::of(self.journal).is_used(entry) {
            Replacement::CreateFirst
        } else {
            Replacement::DeleteFirst
        }
    }

    /// Finds the first of the given addresses whose old resource is deleted before its successor is created.
    fn deleted_first(self, decisions: &Decisions<'_>, addresses: &BTreeSet<String>) -> Option<String> {
        let is_first = |address: &&String| {
            let decision = decisions.get(address.as_str());
            decision.is_some_and(|decision| decision.deletes_first(&self.graph.resources[*address]))
        };
        addresses.iter().find(is_first).cloned()
    }
}

/// Looks up an output that will not change; `None` if the plan may change it. An output with the name of a field passes
/// on the field's value, and changes with it.
fn lasting(decisions: &Decisions<'_>, address: &str, output: &str) -> Option<String> {
    let decision = decisions.get(address)?;
    if decision.creates() {
        return None;
    }
    match decision.changes.iter().find(|change| change.field == output) {
        Some(change) => change.to.as_str().map(str::to_owned),
        None => decision.prior?.outputs.get(output).cloned(),
    }
}

/// Returns whether AWS has not started an interrupted deletion. A resource that is declared again can then be kept,
/// with all its data. A resource that has failed and was never ready is not kept.
fn can_be_kept(entry: &Entry, live: Option<&Live>) -> bool {
    live.is_some_and(|live| match live.state {
        State::Ready | State::Pending(_) => true,
        State::Failed(_) => !entry.outputs.is_empty(),
        State::Deleting(_) => false,
    })
}
