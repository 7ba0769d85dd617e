//! Topics and subscriptions.

use crate::fixtures::{HERE, config, delete_all, strings, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::rds::EventSubscription;
use moodle_stack::kinds::sns::{Subscription, Topic};
use moodle_stack::provider::{Deletion, Provider};
use moodle_stack::resource::Ref;
use serde_json::json;

async fn topic(aws: &Aws) -> Created {
    let topic = Topic {
        display_name: "Moodle".into(),
        key: None,
    };
    create(aws, target::<Topic>(HERE, "topic"), &topic).await
}

#[tokio::test]
async fn topic_lifecycle() {
    let aws = emulators().await;
    let mut created = topic(&aws).await;
    compare(&aws, &created, &[]).await;
    let sns = aws_sdk_sns::Client::new(&config(HERE).await);
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "sns:Subscribe", "Resource": created.id },
    ] });
    let call = sns.set_topic_attributes().topic_arn(&created.id);
    let call = call.attribute_name("Policy").attribute_value(policy.to_string());
    call.send().await.expect("a policy");
    set_back(&aws, &created, &["public_statements"]).await;
    let other = Topic {
        display_name: "Moodle at example.edu".into(),
        key: None,
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn topic_of_an_earlier_version_is_encrypted_in_place() {
    let aws = emulators().await;
    let mut created = topic(&aws).await;
    let key = crate::key::key(&aws).await;
    let encrypted = Topic {
        display_name: "Moodle".into(),
        key: Some(to(&key, "arn")),
    };
    let id = created.id.clone();
    change(&aws, &mut created, &encrypted).await;
    compare(&aws, &created, &[]).await;
    assert_eq!(created.id, id);
    let sns = aws_sdk_sns::Client::new(&config(HERE).await);
    let call = sns.set_topic_attributes().topic_arn(&created.id);
    let call = call.attribute_name("KmsMasterKeyId").attribute_value("alias/aws/sns");
    call.send().await.expect("another key");
    let live = aws.read(&created.target, &created.id, &created.fields).await;
    let live = live.expect("read").expect("it exists");
    assert_eq!(live.fields.get("key"), Some(&json!("alias/aws/sns")));
    let changed = ["key".to_owned()];
    let set = aws.configure(&created.target, &created.id, &created.fields, &changed);
    set.await.expect("configure the key");
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    let created = create(&aws, target::<Topic>(HERE, "topic"), &encrypted).await;
    compare(&aws, &created, &[]).await;
    delete_all(&aws, [&created, &key]).await;
}

#[tokio::test]
async fn subscription_lifecycle() {
    let aws = emulators().await;
    let topic = topic(&aws).await;
    let subscription = Subscription {
        topic: to(&topic, "arn"),
        email: "ops@example.edu".into(),
    };
    let created = create(&aws, target::<Subscription>(HERE, "subscription"), &subscription).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    delete(&aws, &topic).await;
    // It is deleted with its topic.
    let again = aws
        .delete(&created.target, &created.id, &created.fields)
        .await
        .expect("delete again");
    assert_eq!(again, Deletion::NotFound);
}

#[tokio::test]
async fn event_subscription_lifecycle() {
    let aws = emulators().await;
    let first = topic(&aws).await;
    let subscription = EventSubscription {
        topic: to(&first, "arn"),
        source_type: "db-instance".into(),
        sources: vec![Ref::known("database-1")],
        categories: strings(&["failure", "availability"]),
    };
    let created = create(&aws, target::<EventSubscription>(HERE, "events"), &subscription).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    delete(&aws, &first).await;
}
