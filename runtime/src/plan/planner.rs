//! From what is declared, what is journaled and what is live to what is to be done. Pure: the same three give the same
//! plan.

use super::draft::Draft;
use super::fate::{Fate, fate};
use super::{Plan, Why};
use crate::blueprint::Graph;
use crate::journal::Journal;
use crate::provider::Live;
use std::collections::{BTreeMap, BTreeSet};

/// What AWS says of the resources in the journal: `None` for one that is gone. Of one that is not in here, nothing is
/// known.
pub type Seen = BTreeMap<String, Option<Live>>;

/// Plans a deployment: makes what is declared so.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, seen: &Seen) -> Plan {
    let order = order(graph);
    let mut fates: BTreeMap<&str, Fate> = BTreeMap::new();
    // In this order a fate follows from those before it, but for what a resource used to stand on and does not any more:
    // so once more, until nothing changes. A round only ever makes more resources go, or go first, so that there are
    // no more rounds than resources.
    for _ in 0..=order.len() {
        let before: Vec<Option<u8>> = order.iter().map(|address| fates.get(address).map(Fate::rank)).collect();
        for address in &order {
            let fate = fate(graph, journal, seen, &fates, address);
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
    let mut draft = Draft::new(graph);
    for address in &order {
        draft.make(journal, address, &fates[address]);
    }
    draft.clear(journal);
    draft.link(journal);
    draft.plan.unchanged = fates.values().filter(|fate| matches!(fate, Fate::Stay)).count();
    draft.plan
}

/// Plans a destruction: deletes what is journaled, but for what the declaration says to keep.
#[must_use]
pub fn destruction(graph: &Graph, journal: &Journal) -> Plan {
    let mut draft = Draft::new(graph);
    for entry in journal.entries() {
        draft.remove(entry, Why::Destroyed, true);
    }
    draft.link_removals();
    draft.plan
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
