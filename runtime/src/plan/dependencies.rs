//! The dependencies between the resources of a journal.
//!
//! Several resources can be at one address: the current one, and those that it replaced. An entry's `depends` has
//! addresses only, so the values in its fields decide which of the resources at an address it depends on. If they do
//! not decide, the entry is assumed to depend on all of them: a deletion may then wait longer than necessary, but is
//! never too early.

use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The dependencies between the resources of a journal.
pub(super) struct Dependencies<'j> {
    at: BTreeMap<&'j str, Vec<&'j Entry>>,
}

impl<'j> Dependencies<'j> {
    pub(super) fn of(journal: &'j Journal) -> Self {
        let mut at: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in journal.entries() {
            at.entry(&entry.address).or_default().push(entry);
        }
        Self { at }
    }

    /// Returns whether a resource that was ready once names another in its fields, by its ID.
    pub(super) fn is_used(&self, resource: &Entry) -> bool {
        let Some(id) = &resource.id else { return false };
        let mut others = self.at.values().flatten();
        others.any(|other| other.token != resource.token && !other.outputs.is_empty() && mentions(&other.fields, id))
    }

    /// Returns whether a resource depends on another, or may depend on it as far as the journal knows: it refers to the
    /// other's address, and its fields do not have the value of another resource at that address instead.
    pub(super) fn has(&self, dependent: &Entry, dependency: &Entry) -> bool {
        // A resource that was never ready has no output that another could use.
        if !dependent.depends.contains(&dependency.address) || dependency.outputs.is_empty() {
            return false;
        }
        let all = self.at.get(dependency.address.as_str()).map_or(&[][..], Vec::as_slice);
        // After an interrupted update, it is unknown which of the two it refers to.
        if all.len() == 1 || dependent.phase == Phase::Updating || has_value_of(dependent, dependency, all) {
            return true;
        }
        !all.iter()
            .any(|other| other.token != dependency.token && has_value_of(dependent, other, all))
    }
}

/// Returns whether the fields of a resource contain an output of one resource of an address that no other resource there
/// has.
fn has_value_of(dependent: &Entry, dependency: &Entry, all: &[&Entry]) -> bool {
    let others = all.iter().filter(|other| other.token != dependency.token);
    let is_its_own = |value: &&String| {
        !others
            .clone()
            .any(|other| other.outputs.values().any(|one| one == *value))
    };
    let mut values = dependency.outputs.values().filter(is_its_own);
    values.any(|value| mentions(&dependent.fields, value))
}

/// Returns whether fields contain a text, as a value or as part of a value, such as an ARN in a policy.
fn mentions(fields: &Value, text: &str) -> bool {
    match fields {
        Value::String(value) => value.contains(text),
        Value::Array(values) => values.iter().any(|value| mentions(value, text)),
        Value::Object(values) => values.values().any(|value| mentions(value, text)),
        _ => false,
    }
}

/// Finds the declared addresses that the given addresses depend on through resources that are no longer declared. Such
/// a resource is deleted before its dependencies, and after its users.
pub(super) fn beyond_undeclared(graph: &Graph, journal: &Journal, addresses: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut visited = BTreeSet::new();
    let mut next: Vec<&String> = addresses
        .iter()
        .filter(|address| !graph.resources.contains_key(*address))
        .collect();
    while let Some(address) = next.pop() {
        if !visited.insert(address) {
            continue;
        }
        let entry = journal.resources.get(address);
        for dependency in entry.into_iter().flat_map(|entry| &entry.depends) {
            if graph.resources.contains_key(dependency) {
                found.insert(dependency.clone());
            } else {
                next.push(dependency);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::{entry, journal};
    use serde_json::json;

    /// A current VPC, a deposed one that it replaced, and a subnet with some fields.
    fn network(subnet: Value, phase: Phase) -> (Journal, Entry) {
        let mut new = entry("network.vpc");
        let mut old = entry("network.vpc");
        (new.token, old.token) = ("new".into(), "old".into());
        new.outputs.insert("id".into(), "vpc-new".into());
        old.outputs.insert("id".into(), "vpc-old".into());
        let mut dependent = entry("network.public-a");
        dependent.depends = ["network.vpc".to_owned()].into();
        (dependent.fields, dependent.phase) = (subnet, phase);
        let mut journal = journal([new, dependent.clone()]);
        journal.deposed.push(old);
        (journal, dependent)
    }

    /// Whether the subnet depends on the current VPC, and on the deposed one.
    fn depends(subnet: Value, phase: Phase) -> (bool, bool) {
        let (journal, dependent) = network(subnet, phase);
        let dependencies = Dependencies::of(&journal);
        (
            dependencies.has(&dependent, &journal.resources["network.vpc"]),
            dependencies.has(&dependent, &journal.deposed[0]),
        )
    }

    #[test]
    fn resource_depends_on_the_one_whose_value_it_has() {
        assert_eq!(depends(json!({ "vpc": "vpc-new" }), Phase::Ready), (true, false));
        assert_eq!(depends(json!({ "vpc": "vpc-old" }), Phase::Ready), (false, true));
        assert_eq!(
            depends(json!({ "deep": [{ "arn": "arn:vpc/vpc-old" }] }), Phase::Ready),
            (false, true)
        );
    }

    #[test]
    fn resource_may_depend_on_both_if_no_value_decides() {
        assert_eq!(depends(json!({ "vpc": null }), Phase::Ready), (true, true));
        // After an interrupted update, AWS may have the new value.
        assert_eq!(depends(json!({ "vpc": "vpc-old" }), Phase::Updating), (true, true));
    }

    #[test]
    fn nothing_depends_on_a_resource_that_was_never_ready() {
        let (mut journal, dependent) = network(json!({ "vpc": null }), Phase::Ready);
        journal.deposed.clear();
        let vpc = journal.resources.get_mut("network.vpc").unwrap();
        assert!(!vpc.outputs.is_empty());
        vpc.outputs.clear();
        assert!(!Dependencies::of(&journal).has(&dependent, &journal.resources["network.vpc"]));
    }

    #[test]
    fn value_of_both_does_not_decide() {
        let (mut journal, dependent) = network(json!({ "port": "3306" }), Phase::Ready);
        for entry in journal
            .deposed
            .iter_mut()
            .chain(journal.resources.get_mut("network.vpc"))
        {
            entry.outputs.insert("port".into(), "3306".into());
        }
        let dependencies = Dependencies::of(&journal);
        assert!(dependencies.has(&dependent, &journal.resources["network.vpc"]));
        assert!(dependencies.has(&dependent, &journal.deposed[0]));
    }
}
