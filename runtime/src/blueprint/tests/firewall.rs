//! The rule groups of the web ACL, its log, and the addresses that its rate limit does not apply to.

use super::campus::{CAMPUS, graph};
use super::field;
use super::variants::with_firewall;
use moodle_stack_model::{Texts, WebAcl};
use serde_json::{Value, json};

const SQLI: &str = "AWSManagedRulesSQLiRuleSet";

/// Returns the web ACL's groups of this name.
fn groups(firewall: &WebAcl, name: &str) -> Vec<Value> {
    let graph = graph(&with_firewall(firewall));
    let groups = field(&graph, "edge.web-acl", "groups").as_array().expect("a list");
    groups.iter().filter(|group| group["name"] == name).cloned().collect()
}

#[test]
fn groups_of_earlier_declarations_are_as_they_were() {
    let graph = graph(&CAMPUS);
    let groups = json!([
        { "name": "AWSManagedRulesAmazonIpReputationList", "count_only": false },
        { "name": "AWSManagedRulesKnownBadInputsRuleSet", "count_only": false },
        { "name": "AWSManagedRulesPHPRuleSet", "count_only": false },
        { "name": "AWSManagedRulesSQLiRuleSet", "count_only": false },
        { "name": "AWSManagedRulesCommonRuleSet", "count_only": true },
    ]);
    assert_eq!(field(&graph, "edge.web-acl", "groups"), &groups);
    assert_eq!(field(&graph, "edge.web-acl", "exempt"), &json!([]));
}

#[test]
fn single_rule_only_counts_and_its_group_still_blocks() {
    let counting = Texts::new(&["AWSManagedRulesSQLiRuleSet/SQLi_BODY"]);
    let firewall = WebAcl {
        counting,
        ..WebAcl::DEFAULT
    };
    let group = json!([{ "name": SQLI, "count_only": false, "counted": ["SQLi_BODY"] }]);
    assert_eq!(json!(groups(&firewall, SQLI)), group);
}

#[test]
fn group_is_kept_off_a_path() {
    let exceptions = Texts::new(&[
        "AWSManagedRulesSQLiRuleSet on /mod/",
        "AWSManagedRulesSQLiRuleSet on /mod/quiz/",
        "AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/data/",
        "AWSManagedRulesSQLiRuleSet on /admin/",
    ]);
    let firewall = WebAcl {
        exceptions,
        ..WebAcl::DEFAULT
    };
    // A longer path, and a single rule, are covered by the group's own exception.
    let group = json!([{ "name": SQLI, "count_only": false, "not_on": ["/admin/", "/mod/"] }]);
    assert_eq!(json!(groups(&firewall, SQLI)), group);
    assert_eq!(groups(&firewall, "AWSManagedRulesPHPRuleSet").len(), 1);
}

#[test]
fn single_rule_is_kept_off_a_path_where_the_others_still_block() {
    let exceptions = Texts::new(&[
        "AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/",
        "AWSManagedRulesSQLiRuleSet/SQLi_COOKIE on /mod/quiz/",
        "AWSManagedRulesSQLiRuleSet on /mod/quiz/report/",
    ]);
    let counting = Texts::new(&["AWSManagedRulesSQLiRuleSet/SQLi_URIPATH"]);
    let firewall = WebAcl {
        exceptions,
        counting,
        ..WebAcl::DEFAULT
    };
    let expected = json!([
        { "name": SQLI, "count_only": false, "counted": ["SQLi_URIPATH"], "not_on": ["/mod/"] },
        {
            "name": SQLI, "count_only": false, "counted": ["SQLi_BODY", "SQLi_URIPATH"],
            "only_on": "/mod/", "not_on": ["/mod/quiz/"],
        },
        {
            "name": SQLI, "count_only": false, "counted": ["SQLi_BODY", "SQLi_COOKIE", "SQLi_URIPATH"],
            "only_on": "/mod/quiz/", "not_on": ["/mod/quiz/report/"],
        },
    ]);
    assert_eq!(json!(groups(&firewall, SQLI)), expected);
}

#[test]
fn exempt_addresses_are_sorted_by_version_without_host_bits_and_once() {
    let exempt = Texts::new(&["192.0.2.7/24", "2001:DB8:0::1/32", "198.51.100.1/32", "192.0.2.0/24"]);
    let graph = graph(&with_firewall(&WebAcl {
        exempt,
        ..WebAcl::DEFAULT
    }));
    let sets = json!([{ "$ref": ["edge.exempt-ipv4:arn"] }, { "$ref": ["edge.exempt-ipv6:arn"] }]);
    assert_eq!(field(&graph, "edge.web-acl", "exempt"), &sets);
    let addresses = |set: &str| field(&graph, set, "addresses").clone();
    assert_eq!(
        addresses("edge.exempt-ipv4"),
        json!(["192.0.2.0/24", "198.51.100.1/32"])
    );
    assert_eq!(addresses("edge.exempt-ipv6"), json!(["2001:db8::/32"]));
    assert_eq!(graph.resources["edge.exempt-ipv4"].region, "us-east-1");
}

#[test]
fn logs_have_nothing_that_signs_somebody_in() {
    let graph = graph(&CAMPUS);
    let redacted = field(&graph, "edge.web-acl", "redacted");
    let parts = [
        json!({ "header": "cookie" }),
        json!({ "header": "authorization" }),
        json!("query_string"),
    ];
    for part in parts {
        assert!(redacted.as_array().is_some_and(|all| all.contains(&part)), "{part}");
    }
    let actions = field(&graph, "edge.web-acl", "logged_actions").to_string();
    assert!(actions.contains("BLOCK") && actions.contains("COUNT") && !actions.contains("ALLOW"));
    let fields = field(&graph, "edge.log-delivery", "record_fields").as_array();
    let fields: Vec<&str> = fields.expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(fields.contains(&"sc-status") && fields.contains(&"c-ip"));
    for secret in ["cs(Cookie)", "cs-uri-query", "cs(Referer)"] {
        assert!(!fields.contains(&secret), "{secret}");
    }
}
