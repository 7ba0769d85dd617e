//! Amazon SNS.

use super::Ref;
use super::id::TopicArn;

kind! {
    /// A topic.
    Topic is "topic", "AWS::SNS::Topic" of "sns" {
        named: 256,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN.
            arn: TopicArn,
        },
    }
    /// The name that mails show.
    display_name: String,
}

kind! {
    /// A subscription by e-mail; its owner must confirm it by a link in a mail.
    Subscription is "subscription", "AWS::SNS::Subscription" of "sns" {
        replaces: [topic, email],
        untold: [topic, email],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN, or `PendingConfirmation`.
            arn: SubscriptionArn,
        },
    }
    /// The topic.
    topic: Ref<TopicArn>,
    /// The e-mail address.
    email: String,
}
