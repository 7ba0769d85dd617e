//! The dependencies between kinds, according to the declaration.

use crate::blueprint::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// The dependencies between kinds, direct and indirect.
pub(super) struct KindDependencies<'g> {
    of: BTreeMap<&'g str, BTreeSet<&'g str>>,
}

impl<'g> KindDependencies<'g> {
    /// Reads them from the references of a graph.
    pub(super) fn of(graph: &'g Graph) -> Self {
        let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for desired in graph.resources.values() {
            let addresses = desired.depends.iter();
            let dependencies = addresses.filter_map(|address| graph.resources.get(address));
            of.entry(desired.kind.name)
                .or_default()
                .extend(dependencies.map(|dependency| dependency.kind.name));
        }
        // Dependencies are transitive.
        loop {
            let wider: BTreeMap<&str, BTreeSet<&str>> = of
                .iter()
                .map(|(kind, dependencies)| {
                    let further = dependencies.iter().filter_map(|one| of.get(one)).flatten();
                    (*kind, dependencies.iter().chain(further).copied().collect())
                })
                .collect();
            if wider == of {
                return Self { of };
            }
            of = wider;
        }
    }

    /// Returns whether a kind depends on another. If each depends on the other, there is no order, and this is false.
    pub(super) fn has(&self, kind: &str, dependency: &str) -> bool {
        let depends = |kind: &str, dependency: &str| self.of.get(kind).is_some_and(|all| all.contains(dependency));
        depends(kind, dependency) && !depends(dependency, kind)
    }
}
