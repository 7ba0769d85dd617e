//! Tests of the blueprint, for the reference architecture and every variant of the vocabulary.

mod alarms;
mod cache;
pub(crate) mod campus;
mod dependencies;
mod descriptions;
mod email;
mod firewall;
mod image;
mod limits;
mod names;
mod permissions;
mod reference;
mod regions;
mod resolution;
mod roles;
mod rotation;
mod security_groups;
mod timeouts;
pub(crate) mod variants;

use super::Graph;
use serde_json::Value;
use std::collections::BTreeSet;

/// Returns the dependencies of a resource, direct and indirect.
fn dependencies(graph: &Graph, address: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![address.to_owned()];
    while let Some(next) = open.pop() {
        for needed in &graph.resources[&next].depends {
            if found.insert(needed.clone()) {
                open.push(needed.clone());
            }
        }
    }
    found
}

/// Returns a field of a resource.
fn field<'g>(graph: &'g Graph, address: &str, field: &str) -> &'g Value {
    let resource = graph.resources.get(address);
    let resource = resource.unwrap_or_else(|| panic!("there is no {address}"));
    let value = resource.fields.get(field);
    value.unwrap_or_else(|| panic!("{address} has no field {field}"))
}

/// Returns the addresses of a kind's resources. `kind` is the last part of AWS's name for it.
fn of_kind<'g>(graph: &'g Graph, kind: &str) -> Vec<&'g str> {
    let suffix = format!("::{kind}");
    let exists = crate::kinds::KINDS.iter().any(|info| info.name.ends_with(&suffix));
    assert!(exists, "there is no kind {kind}");
    let resources = graph.resources.iter();
    resources
        .filter(|(_, resource)| resource.kind.name.ends_with(&suffix))
        .map(|(address, _)| address.as_str())
        .collect()
}
