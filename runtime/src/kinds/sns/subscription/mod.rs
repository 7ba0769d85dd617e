//! Subscriptions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::TopicArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An e-mail subscription, which the owner of the e-mail address must confirm with a link in an e-mail.
    Subscription is "subscription", "AWS::SNS::Subscription" of "sns" {
        replaces: [topic, email],
        unreported: {
            topic: "a read looks for the subscription by it",
            email: "a read looks for the subscription by it",
        },
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The subscription's ARN, or `PendingConfirmation` until it is confirmed.
            arn: SubscriptionArn,
        },
    }
    /// The topic that the address subscribes to.
    topic: Ref<TopicArn>,
    /// The e-mail address that gets the messages.
    email: String,
}

impl HasAdvice for Subscription {
    const ADVICE: &'static [Advice] = &[];
}
