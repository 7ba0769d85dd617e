//! Event subscriptions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{DbIdentifier, TopicArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A subscription of a topic to the events of databases.
    EventSubscription is "event subscription", "AWS::RDS::EventSubscription" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
        name_limit: 255,
        replaces: [source_type],
        constants: [enabled],
        replaced_if_failed: true,
        create: 10 to 600,
        delete: 10 to 600,
        outputs: {
            /// The subscription's name.
            name: EventSubscriptionName,
        },
    }
    /// The topic that events are published to.
    topic: Ref<TopicArn>,
    /// The type of `sources`: `db-instance` or `db-cluster`.
    source_type: String,
    /// The identifiers of the databases.
    sources: Vec<Ref<DbIdentifier>>,
    /// The categories of events that are published, such as `low storage`.
    categories: Vec<String>,
}

impl HasAdvice for EventSubscription {
    const ADVICE: &'static [Advice] = &[];
}
