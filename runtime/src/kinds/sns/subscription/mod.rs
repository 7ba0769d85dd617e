//! Subscriptions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::TopicArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A subscription by e-mail; its owner must confirm it by a link in a mail.
    Subscription is "subscription", "AWS::SNS::Subscription" of "sns" {
        replaces: [topic, email],
        unreported: [topic, email],
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

impl HasAdvice for Subscription {
    const ADVICE: &'static [Advice] = &[];
}
