//! Roles.

use crate::ground::{here, is_not_owned, stranger, strings};
use crate::life::{Made, change, compare, delete, emulators, make};
use moodle_stack::kinds::iam::{Role, ServiceLinkedRole};
use moodle_stack::provider::{Deletion, Provider};
use moodle_stack::resource::Retention;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn trust(service: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" }],
    })
}

fn policy(action: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": [action], "Resource": "arn:aws:logs:*:*:log-group:é & %25/*" }],
    })
}

const BACKUP: &str = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup";
const RESTORES: &str = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";

#[tokio::test]
async fn a_role_changes_its_trust_and_its_policies_in_place() {
    let aws = emulators().await;
    let role = Role {
        description: "Runs the tasks".into(),
        trust: trust("ecs-tasks.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:PutLogEvents")),
            ("old".into(), policy("s3:GetObject")),
        ]),
        managed: strings(&[BACKUP, RESTORES]),
    };
    let mut made = make(&aws, here::<Role>("role"), &role).await;
    compare(&aws, &made, &[]).await;
    is_not_owned(&aws, &made).await;
    let changed = Role {
        description: "Runs the schedules".into(),
        trust: trust("scheduler.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:CreateLogStream")),
            ("new".into(), policy("ecs:RunTask")),
        ]),
        managed: strings(&["arn:aws:iam::aws:policy/ReadOnlyAccess", BACKUP]),
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_service_linked_role_is_found_by_whoever_needs_it() {
    let aws = emulators().await;
    let mut role = ServiceLinkedRole {
        service: "ecs.amazonaws.com".into(),
        on_destroy: Retention::Retain,
    };
    let made = make(&aws, here::<ServiceLinkedRole>("linked"), &role).await;
    compare(&aws, &made, &[]).await;
    let found = aws.find(&stranger(&made.target), &made.fields).await.expect("find");
    assert_eq!(found, Some(made.id.clone()));
    let left = aws.delete(&made.target, &made.id, &made.fields).await.expect("delete");
    assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
    assert_eq!(
        aws.find(&made.target, &made.fields).await.expect("find"),
        Some(made.id.clone())
    );
    role.on_destroy = Retention::Delete;
    let fields = serde_json::to_value(&role).expect("fields are JSON");
    delete(&aws, &Made { fields, ..made }).await;
}
