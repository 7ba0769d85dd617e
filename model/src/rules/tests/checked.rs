//! Which rules are evaluated on a declaration, and which of their findings are reported.

use super::campus::{changed, findings, reported};
use super::declaration::LineColumn;
use crate::rules::{Level, RULES, Rule, check};
use crate::{Block, Node, Value};

fn rule(name: &str) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.name == name)
        .expect("there is such a rule")
}

fn value<'b>(block: &'b mut Block<LineColumn>, path: &str) -> &'b mut Node<LineColumn> {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    let found = block.entries.iter_mut().find(|entry| entry.key == key);
    let entry = found.unwrap_or_else(|| panic!("there is no {key}"));
    if rest.is_empty() {
        return &mut entry.value;
    }
    match &mut entry.value.value {
        Value::Block(inside) => value(inside, rest),
        other => panic!("{key} is {}", other.kind()),
    }
}

/// Returns the names and places of the rules that are deferred to the compiler if the values of keys are constants.
fn deferred(changes: &[&str], constants: &[&str]) -> Vec<(&'static str, LineColumn)> {
    let mut declared = changed(changes);
    for path in constants {
        value(&mut declared, path).value = Value::Const;
    }
    let checked = check(&declared);
    assert_eq!(checked.findings, []);
    checked.deferred.into_iter().map(|(rule, at)| (rule.name, at)).collect()
}

#[test]
fn rule_touches_its_keys_their_sections_and_their_parts() {
    let size = rule("fargate_size");
    assert!(size.touches("compute.cpu") && size.touches("compute") && size.touches("compute.cpu.more"));
    assert!(!size.touches("compute.cpu_architecture") && !size.touches("comp") && !size.touches("cache"));
}

#[test]
fn broken_value_silences_only_the_rules_that_read_it() {
    let broken = |path: &str| {
        let mut declared = changed(&["compute.memory: 1024", "network.nat: Single", "moodle.port: 0"]);
        value(&mut declared, path).value = Value::Broken;
        let findings = check(&declared).findings;
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    assert_eq!(broken("account"), ["MS209", "MS501", "MS605"]);
    assert_eq!(broken("compute.cpu"), ["MS209", "MS605"]);
    assert_eq!(broken("compute"), ["MS209", "MS605"]);
    assert_eq!(broken("network.nat"), ["MS501", "MS605"]);
}

#[test]
fn constant_defers_the_rules_that_read_it_to_the_compiler() {
    let at = value(&mut changed(&[]), "compute.cpu").at;
    assert_eq!(deferred(&[], &["compute.cpu"]), [("fargate_size", at)]);
    assert_eq!(
        deferred(&["compute.memory: 1024"], &["compute.cpu"]),
        [("fargate_size", at)]
    );
    assert_eq!(deferred(&[], &[]), []);
    // Each rule is deferred to the first constant that it reads.
    let both = deferred(&[], &["compute.cpu", "compute.memory"]);
    assert_eq!(both, [("fargate_size", at)]);
    let domain = deferred(&[], &["domain"]);
    let reads = RULES.iter().filter(|rule| rule.reads.contains(&"domain"));
    assert_eq!(
        domain.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        reads.map(|rule| rule.name).collect::<Vec<_>>()
    );
}

#[test]
fn allowed_warning_is_not_deferred_to_the_compiler() {
    let waiting = |allow: &[&str]| {
        let mut declared = changed(&["compute.grace_period: 120"]);
        let Value::Block(compute) = &mut value(&mut declared, "compute").value else {
            panic!("it is a section")
        };
        let entry = compute.entries.iter_mut().find(|entry| entry.key == "grace_period");
        let entry = entry.expect("it is written");
        entry.value.value = Value::Const;
        entry.allow = allow.iter().map(|id| (*id).to_owned()).collect();
        let deferred = check(&declared).deferred;
        deferred.iter().map(|(rule, _)| rule.name).collect::<Vec<_>>()
    };
    let all = [
        "grace_period",
        "grace_period_covers_checks",
        "grace_period_not_too_long",
    ];
    assert_eq!(waiting(&[]), all);
    assert_eq!(waiting(&["MS519"]), [all[0], all[2]]);
    // Errors cannot be allowed.
    assert_eq!(waiting(&["MS209", "MS518"]), all);
}

#[test]
fn warning_is_allowed_at_its_key_or_at_its_section() {
    let single = "network.nat: Single";
    assert_eq!(reported(&[single]), ["nat_in_each_zone"]);
    let with = |at: &str, id: &str| {
        let mut declared = changed(&[single, "moodle.port: 0"]);
        let allow = vec![id.to_owned()];
        match at {
            "" => declared.allow = allow,
            "network" | "compute" => {
                let entry = declared.entries.iter_mut().find(|entry| entry.key == at);
                entry.expect("the section is there").allow = allow;
            }
            _ => panic!("{at}"),
        }
        let findings = check(&declared).findings;
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    assert_eq!(with("", "MS209"), ["MS605"]);
    assert_eq!(with("network", "MS209"), ["MS605"]);
    assert_eq!(with("compute", "MS209"), ["MS209", "MS605"]);
    // Errors cannot be allowed.
    assert_eq!(with("", "MS605"), ["MS209", "MS605"]);
    assert!(rule("moodle_port").level == Level::Refused && rule("nat_in_each_zone").level == Level::Warned);
}

#[test]
fn name_that_s3_reserves_is_refused_if_the_stack_certainly_has_buckets() {
    const NO_LOGS: &str = "load_balancer.access_logs: false";
    let ids = |name: &str, changes: &[&str], unread: &[(&str, Value<LineColumn>)]| {
        let mut declared = changed(changes);
        declared.name = name.into();
        for (path, unread) in unread {
            value(&mut declared, path).value = unread.clone();
        }
        let findings = check(&declared).findings;
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    for reserved in ["SthreeCampus", "Sthree", "AmznS3Demo", "r#SthreeCampus"] {
        assert_eq!(ids(reserved, &[], &[]), ["MS015"], "{reserved}");
    }
    for legal in ["Sthreecampus", "CampusSthree", "AmznS3", "AmznS3Demos", "Xn"] {
        assert_eq!(ids(legal, &[], &[]), [""; 0], "{legal}");
    }
    // The name has another fault, which the parser reports.
    assert_eq!(ids("SthreeCampusOfTheUniversity", &[], &[]), [""; 0]);
    let sthree = |changes: &[&str], unread: &[(&str, Value<LineColumn>)]| ids("Sthree", changes, unread);
    assert_eq!(sthree(&[NO_LOGS], &[]), ["MS015"]);
    assert_eq!(sthree(&["trail: Off"], &[]), ["MS015"]);
    assert_eq!(sthree(&[NO_LOGS, "trail: Off"], &[]), [""; 0]);
    let logs = "load_balancer.access_logs: true";
    assert_eq!(
        sthree(&[logs, "trail: Off"], &[("load_balancer.access_logs", Value::Const)]),
        [""; 0]
    );
    assert_eq!(
        sthree(&[logs], &[("load_balancer.access_logs", Value::Const)]),
        ["MS015"]
    );
    assert_eq!(
        sthree(&["trail: Off"], &[("load_balancer.certificate", Value::Const)]),
        ["MS015"]
    );
    assert_eq!(sthree(&["trail: Off"], &[("load_balancer", Value::Broken)]), [""; 0]);
}

#[test]
fn unchecked_value_skips_only_rules_with_a_table() {
    let version = |version: &str| {
        reported(&[&format!(
            "database: Mysql {{ version: {version}, class: \"db.r6g.large\" }}"
        )])
    };
    assert_eq!(version("\"8.3\""), ["database_version_exists"]);
    assert_eq!(version("unchecked!(\"8.3\")"), [""; 0]);
    assert_eq!(
        reported(&["compute.memory: 1024", "region: unchecked!(\"ap-southeast-1\")"]),
        ["fargate_size"]
    );
    let ids = |changes: &[&str]| findings(changes).iter().map(|finding| finding.id).collect::<Vec<_>>();
    assert_eq!(ids(&["moodle.port: unchecked!(8080)"]), ["MS011"]);
    assert_eq!(ids(&["moodle.port: unchecked!(0)"]), ["MS011", "MS605"]);
    // `unchecked!` accepts a value that only looks like a secret.
    assert_eq!(
        ids(&["moodle.site_name: unchecked!(\"AKIAIOSFODNN7EXAMPLE\")"]),
        [""; 0]
    );
}

#[test]
fn finding_states_whether_the_other_value_is_set_or_a_default() {
    let against = |changes: &[&str]| {
        let found = findings(changes);
        found[0].against.clone().map(|(what, _)| what)
    };
    assert_eq!(against(&["compute.memory: 1024"]).as_deref(), Some("`cpu` is set"));
    assert_eq!(
        against(&["compute.grace_period: 0"]).as_deref(),
        Some("`interval` has its default in the section")
    );
    assert_eq!(against(&["moodle.port: 0"]), None);
}

#[test]
fn finding_on_an_item_is_placed_at_the_item() {
    let column = |zones: &str| findings(&[&format!("network.zones: [{zones}]")])[0].at.1;
    let begin = "        zones: [".len() + 1;
    assert_eq!(column("\"eu-west-1a\", \"ap-southeast-1b\""), begin);
    assert_eq!(
        column("\"ap-southeast-1a\", \"eu-west-1b\""),
        begin + "\"ap-southeast-1a\", ".len()
    );
}
