//! Topics and subscriptions.

use crate::fixtures::{HERE, strings, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::rds::EventSubscription;
use moodle_stack::kinds::sns::{Subscription, Topic};
use moodle_stack::provider::{Deletion, Provider};
use moodle_stack::resource::Ref;

async fn topic(aws: &Aws) -> Created {
    let topic = Topic {
        display_name: "Moodle".into(),
    };
    create(aws, target::<Topic>(HERE, "topic"), &topic).await
}

#[tokio::test]
async fn topic_lifecycle() {
    let aws = emulators().await;
    let mut created = topic(&aws).await;
    compare(&aws, &created, &[]).await;
    let other = Topic {
        display_name: "Moodle at example.edu".into(),
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
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
    assert_eq!(again, Deletion::Accepted);
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
