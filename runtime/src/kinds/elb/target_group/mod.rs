//! Target groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A target group of IP addresses: the tasks that answer.
    TargetGroup is "target group", "AWS::ElasticLoadBalancingV2::TargetGroup" of "elasticloadbalancingv2" {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
        named: 32,
        replaces: [vpc, port],
        create: 3 to 300,
        delete: 3 to 600,
        outputs: {
            /// Its ARN.
            arn: TargetGroupArn,
            /// What metrics know it by.
            label: TargetGroupLabel,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The port that tasks listen on, with HTTP.
    port: u16,
    /// What a health check asks for.
    health_path: String,
    /// Seconds between health checks.
    health_interval: u32,
    /// Seconds that an answer may take.
    health_timeout: u32,
    /// Good answers until a task is well.
    healthy: u32,
    /// Bad answers until it is not.
    unhealthy: u32,
    /// Seconds that a task that leaves may finish its requests.
    drain: u32,
}

impl HasAdvice for TargetGroup {
    const ADVICE: &'static [Advice] = &[];
}
