//! Subscriptions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::kinds::{Advice, Facets, Permissions, Simulated};
use crate::resource::id::TopicArn;
use crate::resource::{Ref, kind};

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

impl Facets for Subscription {
    const PERMISSIONS: Permissions = permissions::PERMISSIONS;
    const SANDBOX: Simulated = sandbox::SANDBOX;
    const ADVICE: &'static [Advice] = &[];
}
