//! Builds a plan from the declaration, the journal and the observed state. Planning is a pure function: the same inputs
//! give the same plan.

use super::decide::Inputs;
use super::decision::{Decision, Decisions};
use super::link::link;
use super::plan_builder::{PlanBuilder, When};
use super::{Action, ObservedState, Plan, Reason};
use crate::blueprint::Graph;
use crate::journal::Journal;
use std::collections::BTreeSet;

/// Plans a deployment: everything declared will exist as declared, and nothing else.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, observed: &ObservedState) -> Plan {
    let order = order(graph);
    let decisions = decisions(graph, journal, observed, &order);
    let mut builder = PlanBuilder::new(graph, journal, observed);
    for address in &order {
        builder.carry_out(address, &decisions[address]);
    }
    builder.remove_leftovers(&decisions);
    let mut plan = link(builder);
    let unchanged = decisions.iter().filter(|(_, decision)| decision.action == Action::NoOp);
    let unchanged: Vec<&str> = unchanged.map(|(address, _)| *address).collect();
    plan.unchanged = unchanged.len();
    let kept = unchanged
        .into_iter()
        .map(|address| (address.to_owned(), graph.resources[address].clone()));
    plan.kept = kept
        .filter(|(_, desired)| !desired.kind.incidental.is_empty())
        .collect();
    plan
}

/// Plans a destruction: everything in the journal is deleted, except what the declaration retains, and what another stack owns
/// by its tags. A resource that was not read is deleted; the executor reads it before.
#[must_use]
pub fn destruction(graph: &Graph, journal: &Journal, observed: &ObservedState) -> Plan {
    let mut builder = PlanBuilder::new(graph, journal, observed);
    for entry in journal.entries() {
        builder.remove(entry, Reason::Destroyed, When::Unused);
    }
    link(builder)
}

/// Decides on every declared address.
///
/// In the order of the references, a decision follows from those before it, except for dependencies that a resource no
/// longer has. So all decisions are made again until none changes. Each further round only replaces more resources, or
/// deletes more of them first, so there are at most as many rounds as resources: a resource is reused depending on the
/// resources that it refers to, and fewer and fewer of those are kept.
fn decisions<'g>(
    graph: &'g Graph,
    journal: &'g Journal,
    observed: &'g ObservedState,
    order: &[&'g str],
) -> Decisions<'g> {
    let inputs = Inputs {
        graph,
        journal,
        observed,
    };
    let mut decisions = Decisions::new();
    let ranks = |decisions: &Decisions<'_>| -> Vec<Option<u8>> {
        let ranks = order.iter().map(|address| decisions.get(address).map(Decision::rank));
        ranks.collect()
    };
    for _ in 0..=order.len() {
        let before = ranks(&decisions);
        for address in order {
            let decision = inputs.decide(&decisions, address);
            decisions.insert(address, decision);
        }
        if ranks(&decisions) == before {
            break;
        }
    }
    decisions
}

/// Returns the addresses, each after every address that it refers to.
fn order(graph: &Graph) -> Vec<&str> {
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    // The blueprint lets a resource refer only to resources that were added before it, so each round finds some.
    while order.len() < graph.resources.len() {
        let before = order.len();
        for (address, desired) in &graph.resources {
            if !done.contains(address.as_str())
                && desired
                    .depends
                    .iter()
                    .all(|dependency| done.contains(dependency.as_str()))
            {
                done.insert(address.as_str());
                order.push(address.as_str());
            }
        }
        if order.len() == before {
            break;
        }
    }
    order
}
