//! Target groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A target group of IP addresses, which are those of the tasks that serve requests.
    TargetGroup is "target group", "AWS::ElasticLoadBalancingV2::TargetGroup" of "elasticloadbalancingv2" {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
        name_limit: 32,
        replaces: [vpc, port],
        constants: [attributes, health_check],
        unread: {
            protocol: "AWS cannot change it: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html",
            target_type: "AWS cannot change it: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html",
        },
        create: 3 to 300,
        delete: 3 to 600,
        outputs: {
            /// The target group's ARN.
            arn: TargetGroupArn,
            /// The part of the ARN that identifies the target group in metrics.
            label: TargetGroupLabel,
        },
    }
    /// The VPC of the targets.
    vpc: Ref<VpcId>,
    /// The TCP port that tasks serve HTTP on.
    port: u16,
    /// The path that a health check requests.
    health_path: String,
    /// Seconds between health checks.
    health_interval: u32,
    /// Seconds without a response after which a health check has failed.
    health_timeout: u32,
    /// Successful health checks in a row until a task is healthy.
    healthy: u32,
    /// Failed health checks in a row until a task is unhealthy.
    unhealthy: u32,
    /// Seconds that a deregistered task has to finish its requests.
    drain: u32,
}

impl HasAdvice for TargetGroup {
    const ADVICE: &'static [Advice] = &[];
}
