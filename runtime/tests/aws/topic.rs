//! Topics, and who is told by them.

use crate::ground::{HERE, strings, to};
use crate::life::{Made, change, compare, delete, emulators, make, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::rds::EventSubscription;
use moodle_stack::kinds::sns::{Subscription, Topic};
use moodle_stack::provider::{Deletion, Provider};
use moodle_stack::resource::Ref;

async fn topic(aws: &Aws) -> Made {
    let topic = Topic {
        display_name: "Moodle".into(),
    };
    make(aws, target::<Topic>(HERE, "topic"), &topic).await
}

#[tokio::test]
async fn a_topic_lives_its_life() {
    let aws = emulators().await;
    let mut made = topic(&aws).await;
    compare(&aws, &made, &[]).await;
    let other = Topic {
        display_name: "Moodle at example.edu".into(),
    };
    change(&aws, &mut made, &other).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_subscription_lives_its_life() {
    let aws = emulators().await;
    let topic = topic(&aws).await;
    let subscription = Subscription {
        topic: to(&topic, "arn"),
        email: "ops@example.edu".into(),
    };
    let made = make(&aws, target::<Subscription>(HERE, "subscription"), &subscription).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete(&aws, &topic).await;
    // With its topic it is gone as well.
    let again = aws
        .delete(&made.target, &made.id, &made.fields)
        .await
        .expect("delete what is gone");
    assert_eq!(again, Deletion::Accepted);
}

#[tokio::test]
async fn an_event_subscription_lives_its_life() {
    let aws = emulators().await;
    let first = topic(&aws).await;
    let subscription = EventSubscription {
        topic: to(&first, "arn"),
        source_type: "db-instance".into(),
        sources: vec![Ref::known("database-1")],
        categories: strings(&["failure", "availability"]),
    };
    let made = make(&aws, target::<EventSubscription>(HERE, "events"), &subscription).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete(&aws, &first).await;
}
