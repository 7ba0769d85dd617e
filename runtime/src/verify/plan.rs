//! The invariants of a plan.

use super::order::Order;
use super::{Finding, Rule};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::{Action, ObservedState, Plan, Reason, Step};
use crate::provider::{Owner, State};
use crate::resource::{KindInfo, resolve};
use crate::spec::Desired;
use std::collections::BTreeMap;

/// Lists the findings about the plan of a deployment.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, observed: &ObservedState, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let check = Check { journal, plan };
    check.once(&mut findings);
    check.both(&mut findings);
    for step in &plan.steps {
        declared(graph, step, &mut findings);
    }
    for address in graph.resources.keys() {
        let is_made = plan
            .steps
            .iter()
            .any(|step| step.address == *address && (step.applies() || matches!(step.reason, Reason::NotOwned(_))));
        let is_there = journal
            .resources
            .get(address)
            .is_some_and(|entry| entry.phase == Phase::Ready);
        if !is_made && !is_there {
            findings.push(Finding::error(
                Rule::Missing,
                address,
                "it is declared, and no step creates it",
            ));
        }
    }
    for entry in journal.entries() {
        check.leftover(graph, entry, &mut findings);
        check.kept(graph, observed, entry, &mut findings);
    }
    check.order(&mut findings);
    findings.sort();
    findings
}

/// Lists the findings about the plan of a destruction.
#[must_use]
pub fn destruction(journal: &Journal, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let check = Check { journal, plan };
    check.once(&mut findings);
    check.both(&mut findings);
    for step in plan.steps.iter().filter(|step| step.applies()) {
        findings.push(Finding::error(
            Rule::Declared,
            &step.address,
            "a destruction creates it",
        ));
    }
    for entry in journal
        .entries()
        .filter(|entry| check.removal(entry).is_none() && entry.kind().is_some())
    {
        findings.push(Finding::error(Rule::Orphans, &entry.address, "it is not destroyed"));
    }
    check.order(&mut findings);
    findings.sort();
    findings
}

/// A step creates or changes the resource that is declared at its address, as declared.
fn declared(graph: &Graph, step: &Step, findings: &mut Vec<Finding>) {
    let Some(planned) = step.desired() else {
        return;
    };
    let Some(desired) = graph.resources.get(&step.address) else {
        findings.push(Finding::error(
            Rule::Declared,
            &step.address,
            "it is created, and not declared",
        ));
        return;
    };
    let is_same = |planned: &Desired| {
        planned.kind.name == desired.kind.name
            && planned.region == desired.region
            && planned.fields == desired.fields
            && planned.depends == desired.depends
    };
    let is_named =
        step.action() != Action::Create || (&planned.name, &planned.spec_hash) == (&desired.name, &desired.spec_hash);
    if !is_same(planned) || !is_named {
        findings.push(Finding::error(
            Rule::Declared,
            &step.address,
            "it is created otherwise than declared",
        ));
    }
}

struct Check<'p> {
    journal: &'p Journal,
    plan: &'p Plan,
}

impl Check<'_> {
    /// Finds the step that deletes a resource, or leaves it in place.
    fn removal(&self, entry: &Entry) -> Option<usize> {
        self.plan.steps.iter().position(|step| {
            let is_it = |removed: &Entry| removed.token == entry.token;
            step.action().releases() && step.prior().is_some_and(is_it)
        })
    }

    /// Finds the step that brings an address to its declared state.
    fn applying(&self, address: &str) -> Option<usize> {
        self.plan
            .steps
            .iter()
            .position(|step| step.address == address && step.applies())
    }

    fn is_reused(&self, entry: &Entry) -> bool {
        let is_it = |deposed: &Entry| deposed.token == entry.token;
        let mut reuses = self.plan.steps.iter().filter(|step| step.action() == Action::Reuse);
        reuses.any(|step| step.prior().is_some_and(is_it))
    }

    /// No two steps do the same to one resource.
    fn once(&self, findings: &mut Vec<Finding>) {
        let mut applied: BTreeMap<&str, usize> = BTreeMap::new();
        let mut removals: BTreeMap<&str, usize> = BTreeMap::new();
        for step in &self.plan.steps {
            let count = match step.prior() {
                Some(entry) if step.action().releases() => removals.entry(&entry.token).or_default(),
                _ => applied.entry(&step.address).or_default(),
            };
            *count += 1;
            if *count == 2 {
                findings.push(Finding::error(
                    Rule::Twice,
                    &step.address,
                    "two steps do the same to it",
                ));
            }
            if step.endangers_data() {
                let what = format!("its data is deleted, or kept only in a snapshot: {}", step.name);
                findings.push(Finding::notice(Rule::Data, &step.address, what));
            }
        }
    }

    /// No resource is deleted and kept. Two entries of the journal may be about one resource, by its ID: then the deletion of one
    /// deletes what the other keeps.
    fn both(&self, findings: &mut Vec<Finding>) {
        let deletions = self.plan.steps.iter().filter(|step| step.action() == Action::Delete);
        for deleted in deletions.filter_map(Step::prior).filter(|deleted| deleted.id.is_some()) {
            let is_same = |other: &Entry| {
                (&other.kind, &other.region, &other.id) == (&deleted.kind, &deleted.region, &deleted.id)
                    && other.token != deleted.token
            };
            let is_deleted = |other: &Entry| {
                let removal = self.removal(other).map(|at| self.plan.steps[at].action());
                removal == Some(Action::Delete)
            };
            let mut others = self.journal.entries().filter(|other| is_same(other));
            if let Some(kept) = others.find(|other| !is_deleted(other)) {
                let id = deleted.id.as_deref().unwrap_or_default();
                let what = format!("{id} is deleted, and {} keeps it", kept.address);
                findings.push(Finding::error(Rule::Both, &deleted.address, what));
            }
        }
    }

    /// A resource that is not declared at its address is deleted or left in place.
    fn leftover(&self, graph: &Graph, entry: &Entry, findings: &mut Vec<Finding>) {
        let is_current = self.journal.is_current(entry);
        let is_declared = is_current && graph.resources.contains_key(&entry.address);
        let is_created = self
            .applying(&entry.address)
            .is_some_and(|apply| matches!(self.plan.steps[apply].action(), Action::Create | Action::Reuse));
        // The creation continues an intent of its address, and a missing resource needs no deletion.
        let is_continued = is_created && (entry.id.is_none() || self.is_missing(&entry.address));
        // A creation also continues a deposed intent of the same resource.
        let is_resumed = !is_current
            && entry.id.is_none()
            && self.applying(&entry.address).is_some_and(|apply| {
                let step = &self.plan.steps[apply];
                step.action() == Action::Create && step.desired().is_some_and(|planned| entry.is_of(planned))
            });
        let stays = self.is_reused(entry) || is_resumed || is_declared && (!is_created || is_continued);
        if !stays && self.removal(entry).is_none() && entry.kind().is_some() {
            let what = format!("{} is neither declared nor deleted", entry.name);
            findings.push(Finding::error(Rule::Orphans, &entry.address, what));
        }
    }

    fn is_missing(&self, address: &str) -> bool {
        self.applying(address)
            .is_some_and(|apply| self.plan.steps[apply].reason == Reason::Missing)
    }

    /// A resource that is ready and matches the declaration is deleted only if a fixed field differs, or if a
    /// dependency makes room for another.
    fn kept(&self, graph: &Graph, observed: &ObservedState, entry: &Entry, findings: &mut Vec<Finding>) {
        let Some(removal) = self.removal(entry).map(|at| &self.plan.steps[at]) else {
            return;
        };
        let Some(desired) = graph.resources.get(&entry.address) else {
            return;
        };
        let is_declared = entry.is_of(desired);
        let live = if self.journal.is_current(entry) {
            observed.resources.get(&entry.address)
        } else {
            observed.deposed.get(&entry.token)
        };
        let is_ready = matches!(live, Some(Some(live)) if live.state == State::Ready && live.owner == Owner::Stack);
        let is_document = desired.kind.has_revisions();
        let has_cause = match &removal.reason {
            Reason::CannotUpdate | Reason::DependencyReplaced(_) => true,
            // A fixed field differs, even if its spec hash does not.
            _ if self.has_other_fixed_fields(desired, entry) => true,
            // Or it is one of two resources that both match the declaration.
            _ => matches!(removal.action(), Action::Retain | Action::Leave) || self.cannot_stay(desired, entry),
        };
        if is_declared && is_ready && !is_document && entry.id.is_some() && !has_cause {
            let what = format!(
                "{} exists and matches the declaration, but is deleted: {:?}",
                entry.name, removal.reason
            );
            findings.push(Finding::error(Rule::Kept, &entry.address, what));
        }
    }

    /// Returns whether a field that cannot be changed in place has another value than the declared one.
    fn has_other_fixed_fields(&self, desired: &Desired, entry: &Entry) -> bool {
        let known = |address: &str, output: &str| self.journal.output(address, output);
        desired
            .kind
            .replaces
            .iter()
            .any(|field| resolve(&desired.fields[*field], &known).is_none_or(|value| value != entry.fields[*field]))
    }

    /// Returns whether a resource cannot be kept: a dependency is created again, or another resource that matches the
    /// declaration is kept at its address.
    fn cannot_stay(&self, desired: &Desired, entry: &Entry) -> bool {
        let creates = |address: &String| {
            self.applying(address)
                .is_some_and(|apply| self.plan.steps[apply].action() == Action::Create)
        };
        desired.depends.union(&entry.depends).any(creates) || !creates(&entry.address)
    }

    /// A resource is created or changed after its dependencies, and deleted after its users.
    fn order(&self, findings: &mut Vec<Finding>) {
        let Some(order) = Order::of(self.plan) else {
            findings.push(Finding::error(
                Rule::Circles,
                "",
                "the steps depend on each other in a cycle",
            ));
            return;
        };
        let mut wrong = |address: &str, what: String| findings.push(Finding::error(Rule::Order, address, what));
        for (at, step) in self.plan.steps.iter().enumerate() {
            for dependency in step.desired().into_iter().flat_map(|desired| &desired.depends) {
                match self.applying(dependency) {
                    Some(apply) if !order.is_before(apply, at) => {
                        wrong(
                            &step.address,
                            format!("it is created before {dependency}, which it refers to"),
                        );
                    }
                    None if !self.journal.resources.contains_key(dependency) => {
                        wrong(
                            &step.address,
                            format!("it refers to {dependency}, which no step creates"),
                        );
                    }
                    _ => {}
                }
            }
            match (step.action(), step.desired(), step.prior()) {
                (Action::Create, Some(desired), _) => self.room(&order, at, desired, &mut wrong),
                (Action::Delete, _, Some(entry)) => self.users(&order, at, entry, &mut wrong),
                _ => {}
            }
        }
    }

    /// A name is free before a resource with that name is created.
    fn room(&self, order: &Order, at: usize, desired: &Desired, wrong: &mut impl FnMut(&str, String)) {
        let address = &self.plan.steps[at].address;
        for entry in self.journal.entries() {
            let is_other = !(self.journal.is_current(entry)
                && entry.address == *address
                && (entry.id.is_none() || self.is_missing(address)));
            if is_other
                && desired.kind.has_unique_names()
                && (desired.kind.name, &desired.region, &desired.name) == (&*entry.kind, &entry.region, &entry.name)
                && !self.removal(entry).is_some_and(|removal| order.is_before(removal, at))
            {
                wrong(
                    address,
                    format!("its name {} is not free before it is created", desired.name),
                );
            }
        }
    }

    /// A resource is deleted after everything that uses it.
    fn users(&self, order: &Order, at: usize, entry: &Entry, wrong: &mut impl FnMut(&str, String)) {
        // AWS deletes a document even if it is used, and a resource that was never ready has no users. Nor does a step delete
        // what somebody else is deleting.
        let is_awaited = self.plan.steps[at].awaits_deletion();
        if is_awaited || entry.outputs.is_empty() || entry.kind().is_some_and(KindInfo::has_revisions) {
            return;
        }
        // A deletion before a creation makes room, and does not wait for the documents that name the resource.
        let mut steps = self.plan.steps.iter().enumerate();
        let makes_room = steps.any(|(apply, step)| step.action() == Action::Create && order.is_before(at, apply));
        for user in self
            .journal
            .entries()
            .filter(|user| user.depends.contains(&entry.address))
        {
            let is_document = user.kind().is_some_and(KindInfo::has_revisions);
            // If there are several resources at one address, the user's values decide which one it uses; they are not
            // read here.
            let is_alone = self
                .journal
                .entries()
                .filter(|other| other.address == entry.address)
                .count()
                == 1;
            if let Some(removal) = self.removal(user).filter(|_| is_alone)
                && self.plan.steps[removal].action() == Action::Delete
                && !order.is_before(removal, at)
                && !(makes_room && is_document)
            {
                wrong(
                    &entry.address,
                    format!("it is deleted before {}, which uses it", user.address),
                );
            }
        }
    }
}
