//! What must be true of any plan.

use super::order::Order;
use super::{Finding, Rule};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::{Action, ObservedState, Plan, Reason, Step};
use crate::provider::State;
use crate::resource::{KindInfo, resolve};
use crate::spec::Desired;
use std::collections::BTreeMap;

/// Lists what is wrong with the plan of a deployment.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, seen: &ObservedState, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let check = Check { journal, plan };
    check.once(&mut findings);
    for step in &plan.steps {
        declared(graph, step, &mut findings);
    }
    for address in graph.resources.keys() {
        let is_made = plan
            .steps
            .iter()
            .any(|step| step.address == *address && (step.applies() || step.reason == Reason::NotOwned));
        let is_there = journal
            .resources
            .get(address)
            .is_some_and(|entry| entry.phase == Phase::Ready);
        if !is_made && !is_there {
            findings.push(Finding::error(
                Rule::Missing,
                address,
                "it is declared, and nothing makes it",
            ));
        }
    }
    for entry in journal.entries() {
        check.left(graph, entry, &mut findings);
        check.kept(graph, seen, entry, &mut findings);
    }
    check.order(&mut findings);
    findings.sort();
    findings
}

/// Lists what is wrong with the plan of a destruction.
#[must_use]
pub fn destruction(journal: &Journal, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let check = Check { journal, plan };
    check.once(&mut findings);
    for step in plan.steps.iter().filter(|step| step.applies()) {
        findings.push(Finding::error(Rule::Declared, &step.address, "a destruction makes it"));
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

/// A step makes what is declared at its address, and as it is declared.
fn declared(graph: &Graph, step: &Step, findings: &mut Vec<Finding>) {
    let Some(made) = step.desired() else {
        return;
    };
    let Some(desired) = graph.resources.get(&step.address) else {
        findings.push(Finding::error(
            Rule::Declared,
            &step.address,
            "it is made, and not declared",
        ));
        return;
    };
    let is_same = |made: &Desired| {
        made.kind.name == desired.kind.name
            && made.region == desired.region
            && made.fields == desired.fields
            && made.depends == desired.depends
    };
    let is_named =
        step.action() != Action::Create || (&made.name, &made.spec_hash) == (&desired.name, &desired.spec_hash);
    if !is_same(made) || !is_named {
        findings.push(Finding::error(
            Rule::Declared,
            &step.address,
            "it is made otherwise than it is declared",
        ));
    }
}

struct Check<'p> {
    journal: &'p Journal,
    plan: &'p Plan,
}

impl Check<'_> {
    /// Finds the step that takes a resource away, or leaves it to itself.
    fn removal(&self, entry: &Entry) -> Option<usize> {
        self.plan.steps.iter().position(|step| {
            let is_it = |removed: &Entry| removed.token == entry.token;
            step.action().releases() && step.prior().is_some_and(is_it)
        })
    }

    /// Finds the step that makes an address.
    fn make(&self, address: &str) -> Option<usize> {
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

    /// No two steps are about one resource.
    fn once(&self, findings: &mut Vec<Finding>) {
        let mut makes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut removals: BTreeMap<&str, usize> = BTreeMap::new();
        for step in &self.plan.steps {
            let count = match step.prior() {
                Some(entry) if step.action().releases() => removals.entry(&entry.token).or_default(),
                _ => makes.entry(&step.address).or_default(),
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
                let what = format!("its data is deleted, or stays in a snapshot alone: {}", step.name);
                findings.push(Finding::notice(Rule::Data, &step.address, what));
            }
        }
    }

    /// What is not declared at its address is taken away.
    fn left(&self, graph: &Graph, entry: &Entry, findings: &mut Vec<Finding>) {
        let is_standing = self.journal.is_current(entry);
        let is_declared = is_standing && graph.resources.contains_key(&entry.address);
        let is_created = self
            .make(&entry.address)
            .is_some_and(|make| matches!(self.plan.steps[make].action(), Action::Create | Action::Reuse));
        // An intent is taken up by its own step, and what has vanished is not there to be taken away.
        let is_taken_up = is_created && (entry.id.is_none() || self.is_vanished(&entry.address));
        // So is one that was given up, and is what is created.
        let is_resumed = !is_standing
            && entry.id.is_none()
            && self.make(&entry.address).is_some_and(|make| {
                let step = &self.plan.steps[make];
                step.action() == Action::Create && step.desired().is_some_and(|made| entry.is_of(made))
            });
        let stays = self.is_reused(entry) || is_resumed || is_declared && (!is_created || is_taken_up);
        if !stays && self.removal(entry).is_none() && entry.kind().is_some() {
            let what = format!("{} is neither declared nor taken away", entry.name);
            findings.push(Finding::error(Rule::Orphans, &entry.address, what));
        }
    }

    fn is_vanished(&self, address: &str) -> bool {
        self.make(address)
            .is_some_and(|make| self.plan.steps[make].reason == Reason::Missing)
    }

    /// What is there, ready and what is declared is deleted only where what cannot change in place differs, or where what it
    /// refers to makes room for another.
    fn kept(&self, graph: &Graph, seen: &ObservedState, entry: &Entry, findings: &mut Vec<Finding>) {
        let Some(removal) = self.removal(entry).map(|at| &self.plan.steps[at]) else {
            return;
        };
        let Some(desired) = graph.resources.get(&entry.address) else {
            return;
        };
        let is_declared = entry.is_of(desired);
        let live = if self.journal.is_current(entry) {
            seen.resources.get(&entry.address)
        } else {
            seen.deposed.get(&entry.token)
        };
        let is_ready = matches!(live, Some(Some(live)) if live.state == State::Ready && !live.is_not_owned);
        let is_document = desired.kind.has_revisions();
        let has_cause = match &removal.reason {
            Reason::CannotUpdate | Reason::DependencyReplaced(_) => true,
            // It has something for life that is not what is declared, whatever its generation says; or it is one of two that
            // are both what is declared.
            _ if self.differs_for_life(desired, entry) => true,
            _ => matches!(removal.action(), Action::Retain | Action::Leave) || self.is_held(desired, entry),
        };
        if is_declared && is_ready && !is_document && entry.id.is_some() && !has_cause {
            let what = format!(
                "{} is there and what is declared, and is deleted: {:?}",
                entry.name, removal.reason
            );
            findings.push(Finding::error(Rule::Kept, &entry.address, what));
        }
    }

    /// Tells whether a field that cannot change in place has another value than what is declared has now.
    fn differs_for_life(&self, desired: &Desired, entry: &Entry) -> bool {
        let known = |address: &str, output: &str| self.journal.output(address, output);
        desired
            .kind
            .replaces
            .iter()
            .any(|field| resolve(&desired.fields[*field], &known).is_none_or(|value| value != entry.fields[*field]))
    }

    /// Tells whether something that a resource refers to is created anew, so that it cannot stay as it is; or another that
    /// is what is declared stays in its place.
    fn is_held(&self, desired: &Desired, entry: &Entry) -> bool {
        let creates = |address: &String| {
            self.make(address)
                .is_some_and(|make| self.plan.steps[make].action() == Action::Create)
        };
        desired.depends.union(&entry.depends).any(creates) || !creates(&entry.address)
    }

    /// What is made comes after what it refers to; what is used goes after what uses it.
    fn order(&self, findings: &mut Vec<Finding>) {
        let Some(order) = Order::of(self.plan) else {
            findings.push(Finding::error(
                Rule::Circles,
                "",
                "the steps wait for each other in a circle",
            ));
            return;
        };
        let mut wrong = |address: &str, what: String| findings.push(Finding::error(Rule::Order, address, what));
        for (at, step) in self.plan.steps.iter().enumerate() {
            for dependency in step.desired().into_iter().flat_map(|desired| &desired.depends) {
                match self.make(dependency) {
                    Some(make) if !order.is_before(make, at) => {
                        wrong(
                            &step.address,
                            format!("it is made before {dependency}, which it refers to"),
                        );
                    }
                    None if !self.journal.resources.contains_key(dependency) => {
                        wrong(&step.address, format!("it refers to {dependency}, which nothing makes"));
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

    /// A name that is needed is free before.
    fn room(&self, order: &Order, at: usize, desired: &Desired, wrong: &mut impl FnMut(&str, String)) {
        let address = &self.plan.steps[at].address;
        for entry in self.journal.entries() {
            let is_other = !(self.journal.is_current(entry)
                && entry.address == *address
                && (entry.id.is_none() || self.is_vanished(address)));
            if is_other
                && desired.kind.has_unique_names()
                && (desired.kind.name, &desired.region, &desired.name) == (&*entry.kind, &entry.region, &entry.name)
                && !self.removal(entry).is_some_and(|removal| order.is_before(removal, at))
            {
                wrong(
                    address,
                    format!("its name {} is not free before it is made", desired.name),
                );
            }
        }
    }

    /// What uses a resource is deleted before it.
    fn users(&self, order: &Order, at: usize, entry: &Entry, wrong: &mut impl FnMut(&str, String)) {
        // AWS does not keep a document for being used, and what never was ready is used by nothing.
        if entry.outputs.is_empty() || entry.kind().is_some_and(KindInfo::has_revisions) {
            return;
        }
        // What is deleted before something is created makes room, and does not wait for the documents that name it.
        let mut steps = self.plan.steps.iter().enumerate();
        let makes_room = steps.any(|(make, step)| step.action() == Action::Create && order.is_before(at, make));
        for user in self
            .journal
            .entries()
            .filter(|user| user.depends.contains(&entry.address))
        {
            let is_document = user.kind().is_some_and(KindInfo::has_revisions);
            // Of several at one address, it uses one; which, its values tell, and they are not looked at here.
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
