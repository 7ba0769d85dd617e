//! From what is declared, what is journaled and what is live to what is to be done. Pure: the same three give the same
//! plan.

use super::fate::{Fate, Fates, Judge};
use super::plan_builder::{PlanBuilder, When};
use super::{ObservedState, Plan, Why};
use crate::blueprint::Graph;
use crate::journal::Journal;
use std::collections::BTreeSet;

/// Plans a deployment: makes what is declared so.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, seen: &ObservedState) -> Plan {
    let order = order(graph);
    let judge = Judge { graph, journal, seen };
    let mut fates = Fates::new();
    // In this order a fate follows from those before it, but for what a resource used to stand on and does not any more:
    // so once more, until nothing changes. A round only ever makes more resources go, or go first, so that there are
    // no more rounds than resources: what is reused is judged by what it refers to, of which less and less stays.
    for _ in 0..=order.len() {
        let before: Vec<Option<u8>> = order.iter().map(|address| fates.get(address).map(Fate::rank)).collect();
        for address in &order {
            let fate = judge.fate(&fates, address);
            fates.insert(address, fate);
        }
        if order
            .iter()
            .map(|address| fates.get(address).map(Fate::rank))
            .eq(before)
        {
            break;
        }
    }
    let mut draft = PlanBuilder::new(graph, journal);
    for address in &order {
        draft.make(address, &fates[address]);
    }
    draft.clear(&fates);
    let mut plan = draft.link();
    let stays = fates.iter().filter(|(_, fate)| matches!(fate, Fate::Stay));
    let stays: Vec<&str> = stays.map(|(address, _)| *address).collect();
    plan.unchanged = stays.len();
    let kept = stays
        .into_iter()
        .map(|address| (address.to_owned(), graph.resources[address].clone()));
    plan.kept = kept
        .filter(|(_, desired)| !desired.kind.incidental.is_empty())
        .collect();
    plan
}

/// Plans a destruction: deletes what is journaled, but for what the declaration says to keep.
#[must_use]
pub fn destruction(graph: &Graph, journal: &Journal) -> Plan {
    let mut draft = PlanBuilder::new(graph, journal);
    for entry in journal.entries() {
        draft.remove(entry, Why::Destroyed, When::Free);
    }
    draft.link()
}

/// Returns the addresses, each after all that it refers to.
fn order(graph: &Graph) -> Vec<&str> {
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    // The blueprint lets a resource refer only to what was added before it, so that each round finds some.
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
