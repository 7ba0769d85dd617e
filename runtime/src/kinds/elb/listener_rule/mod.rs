//! Listener rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ListenerArn, SecretArn, TargetGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A rule of a listener, which forwards requests that have the secret header.
    ListenerRule is "listener rule", "AWS::ElasticLoadBalancingV2::ListenerRule" of "elasticloadbalancingv2" {
        replaces: [listener],
        unreported: {
            listener: "AWS does not report it, and has no call that moves a rule to another listener",
            secret: "AWS reports the secret's value, which `header_value` compares",
        },
        constants: [conditions, header_value],
        found_by: [listener, priority],
        exclusive: true,
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The rule's ARN.
            arn: ListenerRuleArn,
            /// The target group, once a load balancer forwards to it.
            target_group: TargetGroupArn,
        },
    }
    /// The listener that the rule belongs to.
    listener: Ref<ListenerArn>,
    /// The rule's position among the listener's rules, which are evaluated from the lowest number.
    priority: u32,
    /// The name of the HTTP header.
    header: String,
    /// The secret whose value the header must have.
    secret: Ref<SecretArn>,
    /// The target group that gets the matching requests.
    target_group: Ref<TargetGroupArn>,
}

impl HasAdvice for ListenerRule {
    const ADVICE: &'static [Advice] = &[];
}
