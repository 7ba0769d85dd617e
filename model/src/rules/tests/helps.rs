//! Help texts offer something that can be pasted, and is right.

use super::campus::findings;
use crate::facts::ses::has_ses;
use crate::rules::{RULES, require, require_no_secret};
use crate::{Problem, Subject, Text};
use std::panic::catch_unwind;

/// Returns the help of the only finding.
fn help(changes: &[&str]) -> String {
    let findings = findings(changes);
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}")
    };
    finding.help.clone()
}

fn begins(changes: &[&str], expected: &str) {
    let help = help(changes);
    assert!(help.starts_with(expected), "{changes:?}: {help}");
}

#[test]
fn reversed_capacity_is_swapped_if_both_ends_stay_legal() {
    let of = |capacity: &str| {
        format!("database: AuroraMysql {{ version: \"8.0.mysql_aurora.3.10.0\", capacity: {capacity} }}")
    };
    for (capacity, offered) in [
        ("10.0..=2.5", "write `capacity: 2.5..=10.0`"),
        ("1.0..=0.5", "write `capacity: 0.5..=1.0`"),
        // Swapped, its maximum would be too small.
        ("0.5..=0.0", "write `capacity: 0.5..=10.0`"),
        ("0.7..=10.0", "write `1.0`"),
        ("0.5..=300.0", "write `256.0`"),
        ("0.5..=10.3", "write `10.5`"),
        ("0.5..=0.5", "write `10.0`"),
    ] {
        begins(&[&of(capacity)], offered);
    }
}

#[test]
fn storage_that_can_grow_is_offered() {
    let of =
        |storage: &str| format!("database: Mysql {{ version: \"8.4\", class: \"db.r6g.large\", storage: {storage} }}");
    for (storage, offered) in [
        ("30..=10", "write `storage: 20..=30`"),
        ("30..=29", "write `storage: 29..="),
        ("30..=32", "write `storage: 30..=33` or more, or `30..=30`"),
        ("101..=111", "write `storage: 101..=112` or more, or `101..=101`"),
    ] {
        begins(&[&of(storage)], offered);
    }
}

#[test]
fn timeout_within_the_idle_timeout_is_offered() {
    begins(&["edge.origin_timeout: 0"], "write `origin_timeout: 60`");
    begins(
        &["edge.origin_timeout: 180"],
        "write `origin_timeout: 120`, or, if AWS has raised",
    );
    begins(&["edge.origin_timeout: 181"], "write `origin_timeout: 120`");
    begins(
        &["edge.origin_timeout: 181", "edge.quota_raised: true"],
        "write `origin_timeout: 180`",
    );
    begins(
        &["edge.origin_timeout: 300", "load_balancer.idle_timeout: 90"],
        "write `origin_timeout: 90`",
    );
    begins(
        &["edge.origin_timeout: 300", "load_balancer.idle_timeout: 300"],
        "write `origin_timeout: 120`",
    );
    let both = findings(&["edge.origin_timeout: 300", "load_balancer.idle_timeout: 0"]);
    let helps: Vec<&str> = both.iter().map(|finding| finding.help.as_str()).collect();
    assert_eq!(helps, ["write `origin_timeout: 120`", "write `idle_timeout: 120`"]);
}

#[test]
fn administrators_name_is_derived_from_the_declared_one() {
    for (user, offered) in [
        ("Anna.Admin", "write `admin_user: \"anna.admin\"`"),
        ("moodle admin", "write `admin_user: \"moodleadmin\"`"),
        ("Ädmin", "write `admin_user: \"dmin\"`"),
        ("A!", "write `admin_user: \"moodleadmin\"`"),
        ("guest", "write `admin_user: \"moodleadmin\"`"),
    ] {
        begins(&[&format!("moodle.admin_user: \"{user}\"")], offered);
    }
    let long = help(&[&format!("moodle.admin_user: \"{}\"", "a".repeat(101))]);
    assert_eq!(long, format!("write `admin_user: \"{}\"`", "a".repeat(100)));
}

#[test]
fn image_in_the_stacks_own_registry_is_offered() {
    for (region, host) in [
        (
            "ap-southeast-1",
            "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        ),
        (
            "cn-north-1",
            "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/moodle:5.2",
        ),
        (
            "Singapore",
            "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        ),
    ] {
        let all = findings(&[&format!("region: \"{region}\""), "moodle.image: \"Moodle\""]);
        let image = all
            .iter()
            .find(|finding| finding.id == "MS627")
            .expect("the image is wrong");
        assert!(
            image.help.contains(&format!("`image: \"{host}\"`")),
            "{region}: {}",
            image.help
        );
    }
    let all = findings(&["account: \"1\"", "moodle.image: \"Moodle\"", "moodle.version: \"4.5\""]);
    let image = all
        .iter()
        .find(|finding| finding.id == "MS627")
        .expect("the image is wrong");
    assert!(
        image
            .help
            .contains("\"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:4.5\""),
        "{}",
        image.help
    );
}

#[test]
fn misspelled_mail_region_leads_to_the_intended_one() {
    const CREDENTIALS: &str = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF";
    for (misspelled, meant) in [
        ("eu-wst-2", "eu-west-2"),
        ("us-west2", "us-west-2"),
        ("ap-southest-2", "ap-southeast-2"),
    ] {
        let mail = format!(
            "email: Ses {{ from: \"a@example.edu\", credentials: \"{CREDENTIALS}\", region: \"{misspelled}\" }}"
        );
        begins(&[&mail], &format!("write `region: \"{meant}\"`"));
    }
    // The intended region has no SES: another one is offered.
    let mail =
        format!("email: Ses {{ from: \"a@example.edu\", credentials: \"{CREDENTIALS}\", region: \"ap-southest-4\" }}");
    let help = help(&[&mail]);
    let offered = help.split('"').nth(1).expect("a region is offered");
    assert!(has_ses(offered) && !has_ses("ap-southeast-4"), "{help}");
}

#[test]
fn arn_of_another_service_is_reported_by_its_service() {
    let what = |service: &str| {
        let arn = format!("arn:aws:{service}:ap-southeast-1:111122223333:certificate/7a1c");
        let found = findings(&[&format!("load_balancer.certificate: \"{arn}\"")]);
        found.first().expect("it is wrong").what.clone()
    };
    assert!(what("iam").contains("it is an IAM certificate"), "{}", what("iam"));
    assert!(
        what("acm-pca").contains("it belongs to the service `acm-pca`"),
        "{}",
        what("acm-pca")
    );
}

#[test]
fn const_evaluation_reports_help_reason_and_source() {
    require("MS505", None);
    let refused = |id: &'static str| {
        let message = catch_unwind(|| {
            require(
                id,
                Problem::at(Subject::at("compute.capacity"), Text::new("wrong"), Text::new("fix it")),
            );
        });
        *message
            .expect_err("it is refused")
            .downcast::<String>()
            .expect("a text")
    };
    for rule in RULES
        .iter()
        .filter(|rule| ["MS101", "MS505", "MS913"].contains(&rule.id))
    {
        let expected = format!(
            "wrong\n  = help: fix it\n  = note: {} [{}]\n  = note: see {}",
            rule.why, rule.id, rule.source
        );
        assert_eq!(refused(rule.id), expected);
    }
}

#[test]
fn const_evaluation_refuses_secrets_without_repeating_them() {
    const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
    require_no_secret(&["learn.example.edu", "Moodle", ""]);
    for texts in [[KEY, "a", "b"], ["a", KEY, "b"], ["a", "b", KEY]] {
        let message = catch_unwind(|| require_no_secret(&texts)).expect_err("it is refused");
        let message = message.downcast::<String>().expect("a text");
        assert!(
            message.starts_with("this looks like ") && message.ends_with(" [MS009]"),
            "{message}"
        );
        assert!(!message.contains(KEY));
    }
}
