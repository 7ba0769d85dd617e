//! The invariants of a graph of desired resources.

use super::{Finding, Rule};
use crate::blueprint::{EDGE_REGION, Graph};
use crate::resource::used;
use crate::spec::Desired;
use std::collections::{BTreeMap, BTreeSet};

/// Lists the findings about a graph.
#[must_use]
pub fn graph(graph: &Graph) -> Vec<Finding> {
    let mut findings = circles(graph);
    let mut names: BTreeMap<(&str, &str, &str), &str> = BTreeMap::new();
    for (address, desired) in &graph.resources {
        references(graph, address, desired, &mut findings);
        fields(address, desired, &mut findings);
        name(address, desired, &mut findings);
        if desired.region != graph.region && desired.region != EDGE_REGION {
            let what = format!("it is in {}, and the stack in {}", desired.region, graph.region);
            findings.push(Finding::error(Rule::Regions, address, what));
        }
        if desired.kind.has_unique_names()
            && let Some(other) = names.insert((desired.kind.name, &desired.region, &desired.name), address)
        {
            let what = format!("it has the name of {other}, {}", desired.name);
            findings.push(Finding::error(Rule::Names, address, what));
        }
    }
    findings
}

/// Repeatedly removes resources that refer to none of the remaining ones. Only cycles are left.
fn circles(graph: &Graph) -> Vec<Finding> {
    let mut left: BTreeSet<&str> = graph.resources.keys().map(String::as_str).collect();
    loop {
        let before = left.len();
        let held = left.clone();
        left.retain(|address| {
            let mut dependencies = graph.resources[*address].depends.iter();
            dependencies.any(|dependency| held.contains(dependency.as_str()))
        });
        if left.len() == before {
            let finding = |address: &&str| Finding::error(Rule::Circles, address, "it refers to itself");
            return left.iter().map(finding).collect();
        }
    }
}

fn references(graph: &Graph, address: &str, desired: &Desired, findings: &mut Vec<Finding>) {
    let used = used(&desired.fields);
    for reference in &used {
        let giver = graph.resources.get(&reference.address);
        if !giver.is_some_and(|giver| giver.kind.outputs.contains(&&*reference.output)) {
            let what = format!(
                "`{}` refers to {}:{}, which does not exist",
                reference.field, reference.address, reference.output
            );
            findings.push(Finding::error(Rule::References, address, what));
        }
    }
    let addresses: BTreeSet<&String> = used.iter().map(|reference| &reference.address).collect();
    if addresses != desired.depends.iter().collect() {
        let what = format!("it refers to {addresses:?}, but depends on {:?}", desired.depends);
        findings.push(Finding::error(Rule::References, address, what));
    }
}

fn fields(address: &str, desired: &Desired, findings: &mut Vec<Finding>) {
    let known = (desired.kind.blank)();
    let (Some(known), Some(fields)) = (known.as_object(), desired.fields.as_object()) else {
        findings.push(Finding::error(Rule::Fields, address, "its fields are not an object"));
        return;
    };
    for field in fields.keys().filter(|field| !known.contains_key(*field)) {
        let what = format!("a {} has no field `{field}`", desired.kind.noun);
        findings.push(Finding::error(Rule::Fields, address, what));
    }
    let fixed = desired.kind.replaces.iter().copied();
    for field in known
        .keys()
        .map(String::as_str)
        .chain(fixed)
        .filter(|field| !fields.contains_key(*field))
    {
        let what = format!("it lacks the field `{field}` of a {}", desired.kind.noun);
        findings.push(Finding::error(Rule::Fields, address, what));
    }
}

fn name(address: &str, desired: &Desired, findings: &mut Vec<Finding>) {
    let (kind, name) = (desired.kind, &desired.name);
    if kind.name_limit > 0 && name.chars().count() > kind.name_limit {
        let what = format!("its name {name} is longer than {} characters", kind.name_limit);
        findings.push(Finding::error(Rule::Names, address, what));
    }
    if kind.has_spec_hash_in_name() && !name.ends_with(&desired.spec_hash) {
        let what = format!("its name {name} does not end in its spec hash {}", desired.spec_hash);
        findings.push(Finding::error(Rule::SpecHashes, address, what));
    }
}
