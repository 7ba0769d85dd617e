//! Who may talk to whom.

use super::campus::{CAMPUS, graph};
use super::variants::{GRAPHS, open, private};
use super::{field, of_kind};
use crate::blueprint::Graph;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every rule as "group < port < peer" for what comes in, and "group > port > peer" for what goes out.
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
    assert_eq!(rules(&graph(&private())), expected);
}

#[test]
fn without_cloudfront_anyone_reaches_the_load_balancer_and_nothing_else() {
    let rules = rules(&graph(&open()));
    let from_anyone: Vec<&String> = rules.iter().filter(|rule| rule.contains("< 0.0.0.0/0")).collect();
    assert_eq!(from_anyone, ["alb < 443 < 0.0.0.0/0", "alb < 80 < 0.0.0.0/0"]);
}

#[test]
fn a_group_never_holds_two_prefix_lists_and_stores_call_nobody() {
    for graph in GRAPHS.iter() {
        let rules = rules(graph);
        let lists = rules.iter().filter(|rule| rule.contains("com.amazonaws")).count();
        assert!(lists <= 1);
        for store in ["cache >", "database >", "files >", "endpoints >"] {
            assert!(!rules.iter().any(|rule| rule.starts_with(store)), "{store}");
        }
    }
}
