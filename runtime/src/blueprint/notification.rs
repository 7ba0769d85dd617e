//! Notifications of alarms and database events.

use super::database::Database;
use super::description::description;
use super::graph_builder::GraphBuilder;
use super::policy::{allow, document};
use crate::kinds::kms::Key;
use crate::kinds::rds::EventSubscription;
use crate::kinds::sns::{Subscription, Topic};
use crate::resource::Ref;
use crate::resource::id::{KmsKeyArn, TopicArn};
use serde_json::json;

/// The maximum length of a topic's display name:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html>.
const DISPLAY_NAME_LIMIT: usize = 100;

/// The services that publish to the topic, with the key that encrypts it: alarms, and the events of RDS.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html>
const ALARMS: &str = "cloudwatch.amazonaws.com";
const DATABASE_EVENTS: &str = "events.rds.amazonaws.com";

/// Adds the key of the topic. AWS's own key for SNS cannot let services publish, so that no alarm would arrive.
fn key(graph: &mut GraphBuilder) -> Ref<KmsKeyArn> {
    let (partition, account) = (graph.names.partition(), graph.names.account().to_owned());
    // The key belongs to the account, whose own policies say who may manage it:
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    let manage = allow(&["kms:*"], "*").with_account(format!("arn:{partition}:iam::{account}:root"));
    let publish = |service| allow(&["kms:Decrypt", "kms:GenerateDataKey*"], "*").with_service(service);
    let of_account = json!({ "StringEquals": { "aws:SourceAccount": account } });
    let alarms = publish(ALARMS).with_condition(of_account);
    // AWS does not say that the events of RDS name an account. The policy of the topic does not let those of others in.
    let events = publish(DATABASE_EVENTS);
    let key = Key {
        description: "Messages of alarms and database events".into(),
        policy: document([manage, alarms, events]),
    };
    let name = graph.names.of("events");
    graph.add_as("observability.key", name, "observability", &key).arn()
}

/// Adds the topic with its key, and its subscription if one is declared.
pub(super) fn topic(graph: &mut GraphBuilder) -> Ref<TopicArn> {
    let key = key(graph);
    let display_name = format!("Moodle at {}", graph.architecture.domain);
    let topic = Topic {
        display_name: description(display_name, DISPLAY_NAME_LIMIT),
        key: Some(key),
    };
    let name = graph.names.of("events");
    let topic = graph.add_as("observability.topic", name, "observability", &topic).arn();
    if let Some(email) = graph.architecture.observability.notify {
        let subscription = Subscription {
            topic: topic.clone(),
            email: email.into(),
        };
        graph.add("observability.subscription", "observability.notify", &subscription);
    }
    topic
}

/// Subscribes the topic to the events of the database:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html>.
pub(super) fn database_events(graph: &mut GraphBuilder, topic: &Ref<TopicArn>, database: &Database) {
    let mut subscribe = |address: &str, source_type: &str, sources: Vec<_>, categories: &[&str]| {
        let subscription = EventSubscription {
            topic: topic.clone(),
            source_type: source_type.into(),
            sources,
            categories: categories.iter().map(|category| (*category).into()).collect(),
        };
        graph.add(address, "database", &subscription);
    };
    let instance = [
        "availability",
        "configuration change",
        "failover",
        "failure",
        "low storage",
        "maintenance",
    ];
    subscribe("database.events", "db-instance", database.instances.clone(), &instance);
    if let Some(cluster) = &database.cluster {
        let categories = ["configuration change", "failover", "failure", "maintenance"];
        subscribe(
            "database.cluster-events",
            "db-cluster",
            vec![cluster.clone()],
            &categories,
        );
    }
}
