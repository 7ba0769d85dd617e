//! Secrets.

use crate::fixtures::{HERE, config};
use crate::lifecycle::{change, compare, create, delete, emulators, set_back, target};
use moodle_stack::kinds::secretsmanager::Secret;
use moodle_stack::operations::Operations as _;
use moodle_stack::provider::{ApiErrorKind, Provider};
use serde_json::{Value, json};

#[tokio::test]
async fn deleted_secret_frees_its_name() {
    let aws = emulators().await;
    let secret = Secret {
        description: "administrator".into(),
        length: 32,
        punctuation: true,
    };
    let mut created = create(&aws, target::<Secret>(HERE, "secret"), &secret).await;
    compare(&aws, &created, &[]).await;
    let value = aws.reveal(&created.id).await.expect("reveal");
    assert_eq!(value.expose().chars().count(), 32);
    let other = Secret {
        description: "the administrator of Moodle".into(),
        ..secret
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    let gone = aws.reveal(&created.id).await.expect_err("it no longer has a value");
    assert_eq!(gone.kind, ApiErrorKind::NotFound);
    let again = create(&aws, created.target.clone(), &other).await;
    delete(&aws, &again).await;
}

#[tokio::test]
async fn secret_without_the_stacks_tags_is_not_owned() {
    let aws = emulators().await;
    let secret = Secret {
        description: "another owner".into(),
        length: 32,
        punctuation: false,
    };
    let created = create(&aws, target::<Secret>(HERE, "foreign"), &secret).await;
    let mut other = created.target.clone();
    other.stack = "another".into();
    let error = aws
        .find(&other, &created.fields)
        .await
        .expect_err("it is not that stack's");
    assert_eq!(error.kind, ApiErrorKind::NotOwned);
    assert!(error.message.contains(&other.name), "{}", error.message);
    delete(&aws, &created).await;
}

#[tokio::test]
async fn policy_that_opens_a_secret_to_everybody_is_removed() {
    let aws = emulators().await;
    let secret = Secret {
        description: "administrator".into(),
        length: 32,
        punctuation: true,
    };
    let created = create(&aws, target::<Secret>(HERE, "open"), &secret).await;
    let statement =
        |effect: &str, action: &str| json!({ "Effect": effect, "Principal": "*", "Action": action, "Resource": "*" });
    let opens = statement("Allow", "secretsmanager:GetSecretValue");
    let closes = statement("Deny", "secretsmanager:PutSecretValue");
    let client = aws_sdk_secretsmanager::Client::new(&config(HERE).await);
    for (by_hand, left) in [(json!([opens]), None), (json!([opens, closes]), Some(json!([closes])))] {
        let policy = json!({ "Version": "2012-10-17", "Statement": by_hand });
        let call = client.put_resource_policy().secret_id(&created.id);
        let sent = call.resource_policy(policy.to_string()).send().await;
        sent.expect("a policy");
        set_back(&aws, &created, &["policy"]).await;
        let policy = client.get_resource_policy().secret_id(&created.id).send().await;
        let policy = policy.expect("the policy").resource_policy;
        let policy: Option<Value> = policy.map(|policy| serde_json::from_str(&policy).expect("JSON"));
        assert_eq!(policy.map(|policy| policy["Statement"].clone()), left);
    }
    delete(&aws, &created).await;
}
