//! The rules of the security groups.

use super::campus::{CAMPUS, graph};
use super::variants::{GRAPHS, SERVERLESS, with_private_load_balancer, without_edge};
use super::{field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::{Architecture, Cache};
use serde_json::Value;
use std::collections::BTreeSet;

/// Returns every rule as text: `group < port < peer` for ingress, and `group > port > peer` for egress.
fn rules(graph: &Graph) -> BTreeSet<String> {
    let group = |value: &Value| {
        let output = value["$ref"][0].as_str().unwrap_or_default();
        output
            .trim_start_matches("security.")
            .trim_end_matches(":id")
            .to_owned()
    };
    let rules = of_kind(graph, "SecurityGroupRule");
    rules
        .into_iter()
        .map(|rule| {
            let peer = field(graph, rule, "peer");
            let peer = match (peer["cidr"].as_str(), peer["prefix_list"].as_str()) {
                (Some(cidr), _) => cidr.to_owned(),
                (_, Some(list)) => list.to_owned(),
                _ => group(&peer["group"]),
            };
            let way = if field(graph, rule, "ingress") == true {
                '<'
            } else {
                '>'
            };
            // A group's configuration revokes AWS's rule for all traffic by its values, and would revoke a declared one too.
            assert_ne!(field(graph, rule, "protocol"), "-1");
            let port = field(graph, rule, "from_port");
            assert_eq!(port, field(graph, rule, "to_port"));
            format!("{} {way} {port} {way} {peer}", group(field(graph, rule, "group")))
        })
        .collect()
}

#[test]
fn each_tier_is_open_only_to_the_tier_before_it() {
    let expected = [
        "alb < 443 < com.amazonaws.global.cloudfront.origin-facing",
        "alb > 8080 > tasks",
        "cache < 6379 < tasks",
        "database < 3306 < tasks",
        "endpoints < 443 < tasks",
        "files < 2049 < tasks",
        "tasks < 8080 < alb",
        "tasks > 2049 > files",
        "tasks > 3306 > database",
        "tasks > 443 > 0.0.0.0/0",
        "tasks > 587 > 0.0.0.0/0",
        "tasks > 6379 > cache",
    ];
    let expected: BTreeSet<String> = expected.map(Into::into).into();
    assert_eq!(rules(&graph(&CAMPUS)), expected);
    assert_eq!(rules(&graph(&with_private_load_balancer())), expected);
}

#[test]
fn without_cloudfront_only_the_load_balancer_is_open_to_anyone() {
    let rules = rules(&graph(&without_edge()));
    let from_anyone: Vec<&String> = rules.iter().filter(|rule| rule.contains("< 0.0.0.0/0")).collect();
    assert_eq!(from_anyone, ["alb < 443 < 0.0.0.0/0", "alb < 80 < 0.0.0.0/0"]);
}

#[test]
fn at_most_one_rule_has_a_prefix_list_and_stores_have_no_egress() {
    for graph in GRAPHS.iter() {
        let rules = rules(graph);
        let lists = rules.iter().filter(|rule| rule.contains("com.amazonaws")).count();
        assert!(lists <= 1);
        for store in ["cache >", "database >", "files >", "endpoints >"] {
            assert!(!rules.iter().any(|rule| rule.starts_with(store)), "{store}");
        }
    }
}

#[test]
fn tasks_also_reach_the_read_port_of_a_serverless_cache() {
    let expected = ["cache < 6380 < tasks", "tasks > 6380 > cache"].map(String::from);
    let nodes = rules(&graph(&CAMPUS));
    for cache in [Cache::ServerlessRedis(SERVERLESS), Cache::ServerlessValkey(SERVERLESS)] {
        let serverless = graph(&Architecture { cache, ..CAMPUS });
        let more: Vec<String> = rules(&serverless).difference(&nodes).cloned().collect();
        assert_eq!(more, expected);
        let used = field(&serverless, "cache.serverless", "groups")[0]["$ref"].to_string();
        assert!(used.contains("security.cache-from-tasks-reads:group"), "{used}");
    }
}
