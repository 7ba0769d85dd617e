//! Who waits for whom.

use super::campus::{CAMPUS, graph};
use super::needs;
use super::variants::{AURORA, GRAPHS, aurora, issued};
use crate::blueprint::Graph;
use crate::resource::used;
use std::collections::BTreeSet;

fn waits_for(graph: &Graph, address: &str, part: &str) -> Vec<String> {
    let needs = needs(graph, address);
    needs.into_iter().filter(|needed| needed.starts_with(part)).collect()
}

#[test]
fn every_reference_takes_an_output_that_its_kind_has() {
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
fn the_service_waits_for_everything_that_a_task_needs() {
    let graph = graph(&CAMPUS);
    let needs = needs(&graph, "compute.service");
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
        assert!(needs.contains(needed), "the service does not wait for {needed}");
    }
}

#[test]
fn cron_waits_for_what_the_service_waits_for_but_not_for_the_load_balancer() {
    let graph = graph(&CAMPUS);
    let needs = needs(&graph, "compute.cron");
    for needed in [
        "database.instance",
        "cache.nodes",
        "files.mount-b",
        "network.routes-private-b",
    ] {
        assert!(needs.contains(needed), "cron does not wait for {needed}");
    }
    assert!(waits_for(&graph, "compute.cron", "load_balancer.").is_empty());
    assert!(!needs.contains("compute.service"));
}

#[test]
fn the_stores_do_not_wait_for_a_way_out_of_the_network() {
    for (architecture, stores) in [
        (CAMPUS, ["database.instance", "cache.nodes", "files.mount-a"]),
        (
            aurora(AURORA),
            ["database.writer", "database.reader-1", "files.mount-b"],
        ),
    ] {
        let graph = graph(&architecture);
        for store in stores {
            let ways: BTreeSet<String> = ["network.nat", "network.routes", "network.internet", "network.address"]
                .iter()
                .flat_map(|part| waits_for(&graph, store, part))
                .collect();
            assert!(ways.is_empty(), "{store} waits for {ways:?}");
        }
    }
}

#[test]
fn the_distribution_does_not_wait_for_moodle() {
    let graph = graph(&issued());
    for part in ["compute.", "database.", "cache.", "files.", "network.nat"] {
        let needed = waits_for(&graph, "edge.distribution", part);
        assert!(needed.is_empty(), "the distribution waits for {needed:?}");
    }
    assert_eq!(
        graph.resources["dns.site-a"].depends,
        BTreeSet::from(["edge.distribution".into()])
    );
}

#[test]
fn only_scaling_rolling_and_watching_wait_for_the_service() {
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
                || ["compute.role-roll", "compute.role-rotation"].contains(&address)
                || address.starts_with("compute.scale-")
                || address.starts_with("observability.");
            assert!(allowed, "{address} waits for the service");
        }
    }
}

#[test]
fn public_things_wait_for_their_way_out() {
    let graph = graph(&CAMPUS);
    for address in ["load_balancer.alb", "network.nat-a"] {
        let needs = needs(&graph, address);
        assert!(needs.contains("network.routes-public-a"), "{address}");
    }
    assert!(needs(&graph, "load_balancer.alb").contains("account.role-load-balancing"));
}
