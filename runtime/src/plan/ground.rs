//! What must go before something else: an old resource before its successor, and what AWS keeps it for.

use super::fate::{Fate, Fates};
use crate::blueprint::{Desired, Graph};
use crate::journal::{Entry, Journal};
use crate::resource::Replacement;
use std::collections::BTreeSet;

/// Finds one among some addresses whose old resource goes before its successor comes.
pub(super) fn leaving(
    graph: &Graph,
    journal: &Journal,
    fates: &Fates<'_>,
    addresses: &BTreeSet<String>,
) -> Option<String> {
    let leaves = |address: &&String| match (fates.get(address.as_str()), journal.resources.get(*address)) {
        (Some(Fate::Replace(_, replacement)), Some(entry)) => {
            goes_first(&graph.resources[*address], entry, *replacement)
        }
        _ => false,
    };
    addresses.iter().find(leaves).cloned()
}

/// Finds what some addresses stood on, by way of resources that are no longer declared: these go before it does, and
/// what used them before these.
pub(super) fn undeclared(graph: &Graph, journal: &Journal, addresses: &BTreeSet<String>) -> BTreeSet<String> {
    let mut ground = BTreeSet::new();
    let mut passed = BTreeSet::new();
    let mut next: Vec<&String> = addresses
        .iter()
        .filter(|address| !graph.resources.contains_key(*address))
        .collect();
    while let Some(address) = next.pop() {
        if !passed.insert(address) {
            continue;
        }
        for below in journal
            .resources
            .get(address)
            .into_iter()
            .flat_map(|entry| &entry.depends)
        {
            if graph.resources.contains_key(below) {
                ground.insert(below.clone());
            } else {
                next.push(below);
            }
        }
    }
    ground
}

/// Tells whether an old resource must go before its successor comes.
pub(super) fn goes_first(desired: &Desired, entry: &Entry, replacement: Replacement) -> bool {
    match replacement {
        Replacement::Revision => false,
        Replacement::DeleteFirst | Replacement::DependentsFirst => true,
        // Two of the same generation have the same name, so that they cannot stand side by side.
        Replacement::CreateFirst => entry.is_of(desired),
    }
}
