//! Roles.

use crate::fixtures::{HERE, check_not_owned, config, here, other_resource};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back};
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
async fn role_changes_its_trust_and_its_policies_in_place() {
    let aws = emulators().await;
    let role = Role {
        description: "Runs the tasks".into(),
        trust: trust("ecs-tasks.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:PutLogEvents")),
            ("old".into(), policy("logs:GetLogEvents")),
        ]),
        managed: Vec::new(),
    };
    let mut created = create(&aws, here::<Role>("role"), &role).await;
    compare(&aws, &created, &[]).await;
    check_not_owned(&aws, &created).await;
    // An earlier version attached these, and a person could.
    for arn in [BACKUP, RESTORES] {
        let iam = aws_sdk_iam::Client::new(&config(HERE).await);
        let call = iam.attach_role_policy().role_name(&created.id).policy_arn(arn);
        call.send().await.expect("attach");
    }
    let live = aws.read(&created.target, &created.id, &created.fields).await;
    assert_eq!(
        live.expect("read").expect("a role").fields["managed"],
        json!([BACKUP, RESTORES])
    );
    created.fields["managed"] = json!([BACKUP, RESTORES]);
    let changed = Role {
        description: "Runs the schedules".into(),
        trust: trust("scheduler.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:CreateLogStream")),
            ("new".into(), policy("logs:FilterLogEvents")),
        ]),
        managed: Vec::new(),
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn boundary_and_session_of_a_role_that_somebody_set_are_set_back() {
    let aws = emulators().await;
    let role = Role {
        description: "Runs the tasks".into(),
        trust: trust("ecs-tasks.amazonaws.com"),
        policies: BTreeMap::new(),
        managed: Vec::new(),
    };
    let created = create(&aws, here::<Role>("role"), &role).await;
    let iam = aws_sdk_iam::Client::new(&config(HERE).await);
    let call = iam.put_role_permissions_boundary().role_name(&created.id);
    let sent = call.permissions_boundary(BACKUP).send().await;
    sent.expect("a boundary");
    set_back(&aws, &created, &["permissions_boundary"]).await;
    let call = iam.update_role().role_name(&created.id).max_session_duration(43_200);
    call.send().await.expect("a longer session");
    set_back(&aws, &created, &["session_seconds"]).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn service_linked_role_is_shared_by_all_stacks() {
    let aws = emulators().await;
    let mut role = ServiceLinkedRole {
        service: "ecs.amazonaws.com".into(),
        on_destroy: Retention::Retain,
    };
    let created = create(&aws, here::<ServiceLinkedRole>("linked"), &role).await;
    compare(&aws, &created, &[]).await;
    let found = aws
        .find(&other_resource(&created.target), &created.fields)
        .await
        .expect("find");
    assert_eq!(found, Some(created.id.clone()));
    let left = aws
        .delete(&created.target, &created.id, &created.fields)
        .await
        .expect("delete");
    assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
    assert_eq!(
        aws.find(&created.target, &created.fields).await.expect("find"),
        Some(created.id.clone())
    );
    role.on_destroy = Retention::Delete;
    let fields = serde_json::to_value(&role).expect("fields are JSON");
    delete(&aws, &Created { fields, ..created }).await;
}
