//! KMS keys.

use crate::fixtures::{HERE, config};
use crate::lifecycle::{ACCOUNT, Created, change, compare, create, delete, emulators, set_back, target};
use aws_sdk_kms::types::KeyState;
use moodle_stack::aws::Aws;
use moodle_stack::kinds::kms::Key;
use moodle_stack::provider::{ApiErrorKind, Deletion, Provider, STACK_TAG};
use serde_json::{Value, json};

/// Returns a policy that lets the account manage a key, and services use it.
fn policy(services: &[&str]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [
        {
            "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
            "Action": "kms:*", "Resource": "*",
        },
        {
            "Effect": "Allow", "Principal": { "Service": services },
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*",
        },
    ] })
}

pub async fn key(aws: &Aws) -> Created {
    let key = Key {
        description: "Messages".into(),
        policy: policy(&["cloudwatch.amazonaws.com"]),
    };
    create(aws, target::<Key>(HERE, "key"), &key).await
}

async fn client() -> aws_sdk_kms::Client {
    aws_sdk_kms::Client::new(&config(HERE).await)
}

#[tokio::test]
async fn key_lifecycle() {
    let aws = emulators().await;
    let mut created = key(&aws).await;
    compare(&aws, &created, &[]).await;
    let kms = client().await;
    let rotation = kms.get_key_rotation_status().key_id(&created.id).send().await;
    assert!(rotation.expect("a status").key_rotation_enabled());
    let other = Key {
        description: "Messages of alarms".into(),
        policy: policy(&["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]),
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    let described = kms.describe_key().key_id(&created.id).send().await.expect("a key");
    let state = described.key_metadata.and_then(|key| key.key_state);
    assert_eq!(state, Some(KeyState::PendingDeletion));
    let again = aws.delete(&created.target, &created.id, &created.fields).await;
    assert_eq!(again.expect("delete again"), Deletion::NotFound);
    // The next key gets the alias.
    let next = create(&aws, created.target.clone(), &other).await;
    compare(&aws, &next, &[]).await;
    delete(&aws, &next).await;
}

#[tokio::test]
async fn key_that_somebody_disables_is_enabled_again() {
    let aws = emulators().await;
    let created = key(&aws).await;
    let kms = client().await;
    kms.disable_key().key_id(&created.id).send().await.expect("disable");
    set_back(&aws, &created, &["enabled"]).await;
    let sent = kms.disable_key_rotation().key_id(&created.id).send().await;
    sent.expect("no rotation");
    set_back(&aws, &created, &["rotation"]).await;
    let alias = format!("alias/{}", created.target.name);
    kms.delete_alias().alias_name(&alias).send().await.expect("no alias");
    // Its tags find it.
    let found = aws.find(&created.target, &created.fields).await;
    assert_eq!(found.expect("find"), Some(created.id.clone()));
    set_back(&aws, &created, &["alias"]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn alias_of_a_key_that_is_going_to_be_deleted_is_moved() {
    let aws = emulators().await;
    let first = key(&aws).await;
    let kms = client().await;
    let call = kms.schedule_key_deletion().key_id(&first.id).pending_window_in_days(7);
    call.send().await.expect("a deletion");
    let live = aws.read(&first.target, &first.id, &first.fields).await.expect("read");
    assert!(live.is_none(), "it counts as deleted");
    let key = Key {
        description: "Messages".into(),
        policy: policy(&["cloudwatch.amazonaws.com"]),
    };
    // The declaration may have changed in the meantime.
    let mut target = first.target.clone();
    target.spec_hash = "1f1f1".into();
    let second = create(&aws, target, &key).await;
    compare(&aws, &second, &[]).await;
    assert_ne!(second.id, first.id);
    delete(&aws, &second).await;
}

#[tokio::test]
async fn alias_of_another_key_is_not_owned() {
    let aws = emulators().await;
    let target = target::<Key>(HERE, "key");
    let kms = client().await;
    let tag = aws_sdk_kms::types::Tag::builder().tag_key(STACK_TAG).tag_value("other");
    let call = kms.create_key().tags(tag.build().expect("a tag"));
    let id = call.send().await.expect("a key").key_metadata.expect("a key").key_id;
    let call = kms.create_alias().alias_name(format!("alias/{}", target.name));
    call.target_key_id(&id).send().await.expect("an alias");
    let key = Key {
        description: "Messages".into(),
        policy: policy(&["cloudwatch.amazonaws.com"]),
    };
    let fields = serde_json::to_value(&key).expect("fields are JSON");
    let refusal = aws.find(&target, &fields).await.expect_err("it is another stack's");
    assert_eq!(refusal.kind, ApiErrorKind::NotOwned);
    let call = kms.schedule_key_deletion().key_id(&id).pending_window_in_days(7);
    call.send().await.expect("a deletion");
}
