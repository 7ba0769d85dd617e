//! The dependencies between resources.

use super::campus::{CAMPUS, graph};
use super::dependencies;
use super::variants::{AURORA, GRAPHS, with_aurora, with_issued_certificates};
use crate::blueprint::Graph;
use crate::resource::used;
use std::collections::BTreeSet;

/// Returns the dependencies of a resource whose addresses start with `part`, direct or indirect.
fn dependencies_in(graph: &Graph, address: &str, part: &str) -> Vec<String> {
    let all = dependencies(graph, address);
    all.into_iter().filter(|needed| needed.starts_with(part)).collect()
}

#[test]
fn every_reference_takes_an_output_of_its_kind() {
    for graph in GRAPHS.iter() {
        for (address, resource) in &graph.resources {
            for used in used(&resource.fields) {
                let outputs = graph.resources[&used.address].kind.outputs;
                assert!(outputs.contains(&used.output.as_str()), "{address} takes {used:?}");
            }
        }
    }
}

#[test]
fn service_waits_for_everything_that_a_task_needs() {
    let graph = graph(&CAMPUS);
    let dependencies = dependencies(&graph, "compute.service");
    for needed in [
        "account.role-ecs",
        "cache.nodes",
        "compute.cluster",
        "compute.logs-web",
        "compute.role-execution",
        "compute.role-task",
        "compute.task-web",
        "database.instance",
        "database.parameters",
        "files.access-point",
        "files.mount-a",
        "files.mount-b",
        "load_balancer.from-cloudfront",
        "load_balancer.https",
        "moodle.admin-password",
        "moodle.repository",
        "network.nat-a",
        "network.nat-b",
        "network.routes-private-a",
        "network.routes-private-b",
        "security.alb-to-tasks",
        "security.cache-from-tasks",
        "security.database-from-tasks",
        "security.files-from-tasks",
        "security.tasks-from-alb",
        "security.tasks-to-cache",
        "security.tasks-to-database",
        "security.tasks-to-files",
        "security.tasks-to-https",
        "security.tasks-to-mail",
    ] {
        assert!(dependencies.contains(needed), "the service does not wait for {needed}");
    }
}

#[test]
fn cron_waits_for_the_stores_but_not_for_the_load_balancer() {
    let graph = graph(&CAMPUS);
    let dependencies = dependencies(&graph, "compute.cron");
    for needed in [
        "database.instance",
        "cache.nodes",
        "files.mount-b",
        "network.routes-private-b",
    ] {
        assert!(dependencies.contains(needed), "cron does not wait for {needed}");
    }
    assert!(dependencies_in(&graph, "compute.cron", "load_balancer.").is_empty());
    assert!(!dependencies.contains("compute.service"));
}

#[test]
fn stores_do_not_wait_for_a_route_to_the_internet() {
    for (architecture, stores) in [
        (CAMPUS, ["database.instance", "cache.nodes", "files.mount-a"]),
        (
            with_aurora(AURORA),
            ["database.writer", "database.reader-1", "files.mount-b"],
        ),
    ] {
        let graph = graph(&architecture);
        for store in stores {
            let ways: BTreeSet<String> = ["network.nat", "network.routes", "network.internet", "network.address"]
                .iter()
                .flat_map(|part| dependencies_in(&graph, store, part))
                .collect();
            assert!(ways.is_empty(), "{store} waits for {ways:?}");
        }
    }
}

#[test]
fn distribution_does_not_wait_for_moodle() {
    let graph = graph(&with_issued_certificates());
    for part in ["compute.", "database.", "cache.", "files.", "network.nat"] {
        let needed = dependencies_in(&graph, "edge.distribution", part);
        assert!(needed.is_empty(), "the distribution waits for {needed:?}");
    }
    assert_eq!(
        graph.resources["dns.site-a"].depends,
        BTreeSet::from(["edge.distribution".into()])
    );
}

#[test]
fn only_scaling_rotation_and_observability_wait_for_the_service() {
    for graph in GRAPHS.iter() {
        let mut waiting = BTreeSet::from(["compute.service"]);
        loop {
            let known = waiting.len();
            for (address, resource) in &graph.resources {
                if resource.depends.iter().any(|needed| waiting.contains(needed.as_str())) {
                    waiting.insert(address);
                }
            }
            if waiting.len() == known {
                break;
            }
        }
        for address in waiting {
            let allowed = ["compute.service", "compute.tasks", "compute.roll", "compute.rotation"].contains(&address)
                || ["compute.role-roll", "compute.role-rotation", "cache.authentication"].contains(&address)
                || address.starts_with("compute.scale-")
                || address.starts_with("observability.");
            assert!(allowed, "{address} waits for the service");
        }
    }
}

#[test]
fn public_resources_wait_for_their_route_to_the_internet() {
    let graph = graph(&CAMPUS);
    for address in ["load_balancer.alb", "network.nat-a"] {
        let dependencies = dependencies(&graph, address);
        assert!(dependencies.contains("network.routes-public-a"), "{address}");
    }
    assert!(dependencies(&graph, "load_balancer.alb").contains("account.role-load-balancing"));
}
