//! Notifications of alarms and database events.

use super::database::Database;
use super::description::description;
use super::graph_builder::GraphBuilder;
use crate::kinds::rds::EventSubscription;
use crate::kinds::sns::{Subscription, Topic};
use crate::resource::Ref;
use crate::resource::id::TopicArn;

/// The maximum length of a topic's display name:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html>.
const DISPLAY_NAME_LIMIT: usize = 100;

/// Adds the topic, and its subscription if one is declared.
pub(super) fn topic(graph: &mut GraphBuilder) -> Ref<TopicArn> {
    let display_name = format!("Moodle at {}", graph.architecture.domain);
    let topic = Topic {
        display_name: description(display_name, DISPLAY_NAME_LIMIT),
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
