//! Service-linked roles.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, Retention, kind};

kind! {
    /// A service-linked role, which all stacks of an account share.
    ServiceLinkedRole is "service-linked role", "AWS::IAM::ServiceLinkedRole" of "iam" {
        replaces: [service],
        local: [on_destroy],
        create: 10 to 300,
        delete: 3 to 300,
        outputs: {
            /// The role's ARN.
            arn: RoleArn,
        },
    }
    /// The service that acts with the role, such as `ecs.amazonaws.com`.
    service: String,
    /// Always `Retain`, because other stacks and other tools use the role.
    on_destroy: Retention,
}

impl HasAdvice for ServiceLinkedRole {
    const ADVICE: &'static [Advice] = &[];
}
