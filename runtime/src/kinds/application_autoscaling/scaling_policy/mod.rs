//! Scaling policies.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::ScalableId;
use crate::resource::{Advice, HasAdvice, Joined, Ref, kind};

kind! {
    /// A target-tracking policy.
    ScalingPolicy is "scaling policy", "AWS::ApplicationAutoScaling::ScalingPolicy" of "applicationautoscaling" {
        // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
        named: 255,
        replaces: [target],
        listed: [target],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ScalingPolicyArn,
        },
    }
    /// What is scaled.
    target: Ref<ScalableId>,
    /// The predefined metric, as `ECSServiceAverageCPUUtilization`.
    metric: String,
    /// The value that is held.
    value: u32,
    /// Load balancer and target group, for `ALBRequestCountPerTarget`.
    label: Option<Joined>,
}

impl HasAdvice for ScalingPolicy {
    const ADVICE: &'static [Advice] = &[];
}
