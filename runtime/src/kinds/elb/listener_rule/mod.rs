//! Listener rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ListenerArn, SecretArn, TargetGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A listener's rule: forwards what carries the secret header.
    ListenerRule is "listener rule", "AWS::ElasticLoadBalancingV2::ListenerRule" of "elasticloadbalancingv2" {
        replaces: [listener],
        unreported: [listener, secret],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ListenerRuleArn,
            /// The target group, now that a load balancer sends to it.
            target_group: TargetGroupArn,
        },
    }
    /// The listener.
    listener: Ref<ListenerArn>,
    /// Its place among the listener's rules.
    priority: u32,
    /// The header's name.
    header: String,
    /// The secret that holds the header's value.
    secret: Ref<SecretArn>,
    /// Where matching requests go.
    target_group: Ref<TargetGroupArn>,
}

impl HasAdvice for ListenerRule {
    const ADVICE: &'static [Advice] = &[];
}
