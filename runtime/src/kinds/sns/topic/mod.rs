//! Topics.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::KmsKeyArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A topic, which sends messages to its subscribers.
    Topic is "topic", "AWS::SNS::Topic" of "sns" {
        // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
        name_limit: 256,
        constants: [public_statements],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The topic's ARN.
            arn: TopicArn,
        },
    }
    /// The name that the topic's e-mails show.
    display_name: String,
    /// The key that encrypts the messages while AWS holds them; a topic of an earlier version has none.
    key: Option<Ref<KmsKeyArn>>,
}

impl HasAdvice for Topic {
    const ADVICE: &'static [Advice] = &[];
}
