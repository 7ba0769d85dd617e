//! Names are valid and unique, and do not change unless a resource must be replaced.

use super::campus::{CAMPUS, graph, named};
use super::variants::{GRAPHS, all, with_network};
use crate::blueprint::REPOSITORY;
use moodle_stack_model::{Architecture, Fargate, Range, Shape, Texts, Type, Vpc};
use std::collections::BTreeSet;

const LONGEST: &str = "a-university-college";

#[test]
fn every_name_contains_the_stacks_name() {
    for architecture in all() {
        for (address, resource) in &named(LONGEST, &architecture).resources {
            // The declaration names the image, and the repository's name is part of the image's.
            if address == REPOSITORY {
                assert_eq!(resource.name, "moodle");
                continue;
            }
            assert!(resource.name.contains(LONGEST), "{address}: {}", resource.name);
        }
    }
}

#[test]
fn names_are_unique_by_kind_and_region() {
    for graph in GRAPHS.iter() {
        let mut seen = BTreeSet::new();
        for (address, resource) in &graph.resources {
            if resource.kind.name_limit > 0 {
                let name = (resource.kind.name, &resource.region, &resource.name);
                assert!(seen.insert(name), "{address}: {name:?} occurs twice");
            }
        }
    }
}

#[test]
fn same_stack_name_in_two_regions_does_not_collide() {
    let singapore = graph(&CAMPUS);
    let zones = Texts::new(&["eu-west-1a", "eu-west-1b"]);
    let dublin = graph(&Architecture {
        region: "eu-west-1",
        network: Vpc {
            zones,
            ..CAMPUS.network
        },
        ..CAMPUS
    });
    let regionless = |kind: &str| {
        ["Role", "Bucket", "Dashboard"]
            .iter()
            .any(|one| kind.ends_with(&format!("::{one}")))
    };
    let mut compared = 0;
    for (address, resource) in &singapore.resources {
        if resource.kind.name_limit > 0 && (resource.region == "us-east-1" || regionless(resource.kind.name)) {
            assert_ne!(resource.name, dublin.resources[address].name, "{address}");
            compared += 1;
        }
    }
    assert!(compared > 8);
}

#[test]
fn secret_names_do_not_end_like_their_arns() {
    // <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>
    let graph = graph(&CAMPUS);
    let secrets = super::of_kind(&graph, "Secret");
    assert_eq!(secrets.len(), 3);
    for secret in secrets {
        let name = &graph.resources[secret].name;
        let tail = name.rsplit('-').next().map(str::len);
        assert_ne!(tail, Some(6), "{name}");
    }
}

#[test]
fn web_acl_log_group_has_the_prefix_that_waf_requires() {
    let graph = graph(&CAMPUS);
    assert!(graph.resources["edge.web-acl-logs"].name.starts_with("aws-waf-logs-"));
}

#[test]
fn more_tasks_replace_nothing() {
    let replicas = Range { min: 3, max: 30 };
    let more = graph(&Architecture {
        compute: Fargate {
            replicas,
            ..CAMPUS.compute
        },
        ..CAMPUS
    });
    for (address, resource) in &graph(&CAMPUS).resources {
        assert_eq!(more.resources[address].spec_hash, resource.spec_hash, "{address}");
    }
}

#[test]
fn another_zone_replaces_nothing() {
    let zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]);
    let more = graph(&with_network(&Vpc {
        zones,
        ..CAMPUS.network
    }));
    for (address, resource) in &graph(&CAMPUS).resources {
        // A new revision of a task definition replaces the previous one without an outage.
        if !resource.kind.has_revisions() {
            assert_eq!(more.resources[address].spec_hash, resource.spec_hash, "{address}");
        }
    }
    assert!(more.resources.contains_key("network.nat-c"));
}

#[test]
fn every_resource_comes_from_a_key_of_the_vocabulary() {
    for graph in GRAPHS.iter() {
        for (address, resource) in &graph.resources {
            assert!(is_key(&Architecture::TYPE, resource.key), "{address}: {}", resource.key);
        }
    }
    assert!(!is_key(&Architecture::TYPE, "network.cider"));
}

fn is_key(one: &Type, path: &str) -> bool {
    let (head, rest) = path
        .split_once('.')
        .map_or((path, None), |(head, rest)| (head, Some(rest)));
    let shapes: Vec<Shape> = one
        .keys
        .iter()
        .filter(|key| key.name == head)
        .map(|key| key.shape)
        .collect();
    shapes.iter().any(|shape| match rest {
        None => true,
        Some(rest) => shape.types().iter().any(|one| is_key(one, rest)),
    })
}
