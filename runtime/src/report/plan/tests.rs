//! Plans written by hand, as text.

use super::super::change::changes;
use super::{data, details, summary, word};
use crate::journal::{Entry, Phase};
use crate::kinds::info;
use crate::plan::{FieldChange, Plan, Reason, Step};
use crate::spec::Desired;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn desired(kind: &str, fields: Value) -> Desired {
    Desired {
        kind: info(kind).unwrap(),
        region: "ap-southeast-1".into(),
        name: "campus-thing".into(),
        spec_hash: "2".into(),
        fields,
        depends: BTreeSet::new(),
        key: "database",
    }
}

fn entry(address: &str, kind: &str, fields: Value) -> Entry {
    Entry {
        address: address.into(),
        kind: kind.into(),
        region: "ap-southeast-1".into(),
        name: "campus-thing".into(),
        spec_hash: "1".into(),
        deployment: "1".into(),
        token: address.into(),
        id: Some("id".into()),
        phase: Phase::Ready,
        fields,
        outputs: BTreeMap::new(),
        depends: BTreeSet::new(),
        key: "database".into(),
    }
}

/// Adds edges to a step.
fn after(mut step: Step, before: impl IntoIterator<Item = usize>) -> Step {
    step.after = before.into_iter().collect();
    step
}

fn delete(entry: Entry, reason: Reason) -> Step {
    Step::delete(entry.kind().unwrap(), entry, reason)
}

fn change(field: &str, from: Value, to: Value, drift: bool) -> FieldChange {
    FieldChange {
        field: field.into(),
        from,
        to,
        drift,
    }
}

/// Writes a plan without the places in the declaration.
fn written(steps: Vec<Step>) -> String {
    let plan = Plan {
        steps,
        unchanged: 7,
        ..Plan::default()
    };
    let mut lines = Vec::new();
    for change in changes(&plan) {
        lines.push(format!("{}: {}", word(&change).0, change.step.address));
        lines.extend(details(&change, "campus").iter().map(|detail| format!("  {detail}")));
    }
    lines.push(summary(&plan));
    lines.extend(data(&plan));
    anstream::adapter::strip_str(&lines.join("\n")).to_string()
}

const DATABASE: &str = "AWS::RDS::DBInstance";
const FILES: &str = "AWS::EFS::FileSystem";
const SERVICE: &str = "AWS::ECS::Service";

#[test]
fn update_is_shown_by_field_and_key() {
    let statement = |action: &str| json!({ "Statement": [{ "Action": action, "Effect": "Allow" }] });
    let fields = vec![
        change(
            "policy",
            statement("elasticfilesystem:ClientMount"),
            statement("elasticfilesystem:*"),
            false,
        ),
        change("backups", json!(false), json!(true), true),
    ];
    let declared = desired(FILES, json!({ "policy": statement("elasticfilesystem:*") }));
    let current = entry("files.file-system", FILES, json!({}));
    let step = Step::update("files.file-system", &declared, &current, Reason::Changed, fields);
    insta::assert_snapshot!(written(vec![step]), @r#"
    updates in place: files.file-system
      policy.Statement[0].Action: "elasticfilesystem:ClientMount" → "elasticfilesystem:*"
      backups: false → true (changed outside of this program; will be reverted)
    1 to update in place, 7 unchanged; the longest chain usually takes about 2 seconds
    "#);
}

#[test]
fn null_is_shown_as_none_or_as_not_known_yet() {
    let fields = vec![
        change("task_definition", json!("campus-web:1"), Value::Null, false),
        change("topic", json!("arn:aws:sns:…"), Value::Null, false),
        change("groups", json!(["sg-1"]), Value::Null, false),
    ];
    let reference = json!({ "$ref": ["compute.task-web:arn"] });
    let declared = json!({ "task_definition": reference, "topic": null, "groups": [reference] });
    let current = entry("compute.service", SERVICE, json!({}));
    let declared = desired(SERVICE, declared);
    let step = Step::update("compute.service", &declared, &current, Reason::Changed, fields);
    insta::assert_snapshot!(written(vec![step]), @r#"
    updates in place: compute.service
      task_definition: "campus-web:1" → (known after the deploy)
      topic: "arn:aws:sns:…" → none
      groups: (known after the deploy)
    1 to update in place, 7 unchanged; the longest chain usually takes about a minute
    "#);
}

#[test]
fn replacement_is_one_change_with_its_order_and_what_happens_to_the_data() {
    let create = || {
        let fields = vec![change("user", json!("admin"), json!("dbadmin"), false)];
        let declared = desired(DATABASE, json!({ "user": "dbadmin" }));
        Step::create("database.instance", &declared, Reason::CannotUpdate, fields)
    };
    let old = |on_destroy: &str| {
        let entry = entry("database.instance", DATABASE, json!({ "on_destroy": on_destroy }));
        delete(entry, Reason::CannotUpdate)
    };
    let old_last = vec![after(old("Snapshot"), [1]), create()];
    insta::assert_snapshot!(written(old_last), @r#"
    replaces: database.instance
      user: "admin" → "dbadmin" (cannot be changed in place)
      the new one starts empty; the data is kept in a final snapshot
    1 to replace, 7 unchanged; the longest chain usually takes about 19 minutes
    database.instance (database): it is deleted, and its data is kept in the final snapshot `campus-thing-final-5b285666fdfbf4cf92888bf7b2ee8939`
    "#);
    let old_first = vec![old("Delete"), after(create(), [0])];
    insta::assert_snapshot!(written(old_first), @r#"
    replaces, deletes data: database.instance
      user: "admin" → "dbadmin" (cannot be changed in place)
      the old one is deleted first: until the new one is ready, none exists
      all data in it is deleted
    1 to replace, 7 unchanged; the longest chain usually takes about 19 minutes
    database.instance (database): all data in it is deleted
    "#);
}

#[test]
fn cancelled_replacement_reuses_the_old_one_and_deletes_the_new_one() {
    let new = || entry("database.instance", DATABASE, json!({ "on_destroy": "Snapshot" }));
    let fields = vec![change("backup_days", json!(7), json!(14), false)];
    let declared = desired(DATABASE, json!({ "backup_days": 14 }));
    let steps = vec![
        Step::reuse("database.instance", &declared, &new(), fields),
        after(delete(new(), Reason::ReplacementCancelled), [0]),
    ];
    insta::assert_snapshot!(written(steps), @r"
    reuses: database.instance
      an interrupted run was replacing it, and it is declared again
      backup_days: 7 → 14
    deletes: database.instance
      it was created to replace a resource that is declared again
      the data is kept in a final snapshot
    1 to reuse, 1 to delete, 7 unchanged; the longest chain usually takes about 12 minutes
    database.instance (database): the new one is deleted, and its data is kept in the final snapshot `campus-thing-final-5b285666fdfbf4cf92888bf7b2ee8939`
    ");
}

#[test]
fn leftover_of_an_earlier_run_is_not_a_replacement() {
    let entry = entry("compute.service", SERVICE, json!({}));
    let declared = desired(SERVICE, json!({}));
    let steps = vec![
        Step::update("compute.service", &declared, &entry, Reason::Unfinished, Vec::new()),
        after(delete(entry.clone(), Reason::Undeclared), [0]),
    ];
    insta::assert_snapshot!(written(steps), @r"
    finishes: compute.service
    deletes: compute.service
      it is no longer declared
    1 to finish, 1 to delete, 7 unchanged; the longest chain usually takes about 3 minutes
    ");
}

#[test]
fn destruction_names_the_data_that_is_deleted_and_retained() {
    let gone = |on_destroy: &str| entry("database.instance", DATABASE, json!({ "on_destroy": on_destroy }));
    let kept = entry("files.file-system", FILES, json!({ "on_destroy": "Retain" }));
    let steps = |on_destroy: &str| {
        vec![
            delete(gone(on_destroy), Reason::Destroyed),
            Step::retain(kept.kind().unwrap(), kept.clone(), Reason::Destroyed),
        ]
    };
    insta::assert_snapshot!(written(steps("Snapshot")), @r"
    keeps: files.file-system
    deletes: database.instance
      the data is kept in a final snapshot
    1 to delete, 1 to keep, 7 unchanged; the longest chain usually takes about 5 minutes
    files.file-system (file system): is kept, with its data, and costs money until you delete it yourself
    database.instance (database): it is deleted, and its data is kept in the final snapshot `campus-thing-final-5b285666fdfbf4cf92888bf7b2ee8939`
    ");
    insta::assert_snapshot!(written(steps("Delete")), @r"
    keeps: files.file-system
    deletes data: database.instance
      all data in it is deleted
    1 to delete, 1 to keep, 7 unchanged; the longest chain usually takes about 5 minutes
    files.file-system (file system): is kept, with its data, and costs money until you delete it yourself
    database.instance (database): all data in it is deleted
    ");
}

#[test]
fn other_reasons_are_shown_in_words() {
    let declared = desired(SERVICE, json!({}));
    let reasons = [
        Reason::Missing,
        Reason::Failed("the circuit breaker rolled it back".into()),
        Reason::DependencyReplaced("network.private-a".into()),
    ];
    let steps = reasons.map(|reason| Step::create("compute.service", &declared, reason, Vec::new()));
    insta::assert_snapshot!(written(steps.into()), @r"
    creates: compute.service
      it was deleted outside of this program
    creates: compute.service
      AWS reports that it failed: the circuit breaker rolled it back
    creates: compute.service
      network.private-a, which it depends on, is replaced: the old one is deleted first
    3 to create, 7 unchanged; the longest chain usually takes about 2 minutes
    ");
}

#[test]
fn data_that_somebody_else_deletes_is_named() {
    let declared = desired(DATABASE, json!({}));
    let create = |reason: &Reason| Step::create("database.instance", &declared, reason.clone(), Vec::new());
    let reason = Reason::BeingDeleted("deleting".into());
    let old = entry("database.instance", DATABASE, json!({ "on_destroy": "Snapshot" }));
    let steps = vec![delete(old, reason.clone()), after(create(&reason), [0])];
    insta::assert_snapshot!(written(steps), @r"
    replaces: database.instance
      AWS is deleting it (`deleting`), because somebody outside of this program asked for it; once it is gone, a new one is created
      its data is gone: the new one starts empty
    1 to replace, 7 unchanged; the longest chain usually takes about 19 minutes
    database.instance (database): AWS is deleting it, with its data, because somebody else asked for it; the new one starts empty
    ");
    insta::assert_snapshot!(written(vec![create(&Reason::Missing)]), @r"
    creates: database.instance
      it was deleted outside of this program
      its data is gone: the new one starts empty
    1 to create, 7 unchanged; the longest chain usually takes about 14 minutes
    database.instance (database): it was deleted outside of this program, with its data; the new one starts empty
    ");
    // What holds no data is only created again.
    let service = Step::create(
        "compute.service",
        &desired(SERVICE, json!({})),
        Reason::Missing,
        Vec::new(),
    );
    assert!(!written(vec![service]).contains("empty"));
}
