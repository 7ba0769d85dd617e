//! A valid declaration, and what the rules report after a change to it.

use super::declaration::{LineColumn, declaration};
use crate::rules::{RULES, check};
use crate::{Block, Finding};

const CAMPUS: &str = r#"moodle_stack!(Campus {
    account: "111122223333",
    region: "ap-southeast-1",
    domain: "learn.example.edu",
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: ["ap-southeast-1a", "ap-southeast-1b"],
    },
    edge: CloudFront {
        certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0f5e",
    },
    load_balancer: Alb {
        certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c",
    },
    moodle: Moodle {
        version: "5.2",
        image: "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        dataroot: "/var/www/moodledata",
        admin_email: "moodle-admin@example.edu",
    },
    compute: Fargate {
        cpu: 2048,
        memory: 4096,
    },
    files: Efs {
        mount: "/var/www/moodledata",
    },
    database: Mysql {
        version: "8.4",
        class: "db.r6g.large",
    },
    cache: Redis {
        version: "7.1",
        node: "cache.r6g.large",
    },
});
"#;

/// Returns the names of the rules that report something after keys are changed: `compute.cpu: 1024`, or `cache: Redis { … }`
/// for a whole section. A key with nothing after its colon is removed.
pub(super) fn reported(changes: &[&str]) -> Vec<&'static str> {
    let name = |id: &str| RULES.iter().find(|rule| rule.id == id).map(|rule| rule.name);
    let findings = findings(changes);
    let mut names: Vec<&str> = findings
        .iter()
        .map(|finding| name(finding.id).unwrap_or_else(|| panic!("{finding:?}")))
        .collect();
    names.sort_unstable();
    names
}

/// Returns all findings after keys are changed.
pub(super) fn findings(changes: &[&str]) -> Vec<Finding<LineColumn>> {
    check(&changed(changes)).findings
}

/// Returns the declaration after keys are changed.
pub(super) fn changed(changes: &[&str]) -> Block<LineColumn> {
    let mut text = CAMPUS.to_owned();
    for change in changes {
        text = write(&text, change);
    }
    declaration(&text).unwrap_or_else(|| panic!("cannot parse: {text}"))
}

/// Changes one key of a declaration.
fn write(text: &str, change: &str) -> String {
    let (path, value) = change
        .split_once(": ")
        .or(change.split_once(':'))
        .expect("a key and its value");
    let (section, key) = path
        .split_once('.')
        .map_or((None, path), |(section, key)| (Some(section), key));
    let indent = if section.is_some() { "        " } else { "    " };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let from = section.map_or(0, |section| {
        let begins = format!("    {section}: ");
        lines
            .iter()
            .position(|line| line.starts_with(&begins))
            .expect("the section is there")
    });
    let ends = |line: &String| *line == format!("{}}},", &indent[4..]) || line == "});";
    let to = from + lines[from..].iter().position(ends).expect("the section ends");
    let to = if section.is_some() { to } else { lines.len() - 1 };
    let is_key = |line: &String| line.starts_with(&format!("{indent}{key}: "));
    let at = lines[from..to].iter().position(is_key).map_or(to, |at| from + at);
    if at < to {
        // A nested section ends at its brace.
        let is_whole = !lines[at].ends_with('{');
        let last = lines[at..].iter().position(|line| *line == format!("{indent}}},"));
        let last = if is_whole { 0 } else { last.expect("the value ends") };
        lines.drain(at..=at + last);
    }
    if !value.is_empty() {
        lines.insert(at, format!("{indent}{key}: {value},"));
    }
    lines.join("\n")
}

#[test]
fn unchanged_declaration_has_no_findings() {
    assert_eq!(reported(&[]), [""; 0]);
}

#[test]
fn key_is_replaced_added_or_removed() {
    assert_eq!(reported(&["compute.memory: 1024"]), ["fargate_size"]);
    assert_eq!(reported(&["network.nat: Single"]), ["nat_in_each_zone"]);
    assert_eq!(
        reported(&["edge:", "load_balancer.private: true"]),
        ["private_needs_edge"]
    );
    assert_eq!(
        reported(&["cache: Redis { version: \"7.1\", node: \"cache.r6g.large\", nodes: 0 }"]).len(),
        1
    );
}
