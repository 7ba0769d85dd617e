//! Scaling policies.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::ScalableId;
use crate::resource::{Advice, HasAdvice, Joined, Ref, kind};

kind! {
    /// A target tracking policy: it keeps a metric near a value by changing the number of tasks.
    ScalingPolicy is "scaling policy", "AWS::ApplicationAutoScaling::ScalingPolicy" of "applicationautoscaling" {
        // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
        name_limit: 255,
        replaces: [target],
        listed: [target],
        constants: [cooldown, policy_type, scale_in],
        found_by: [target],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The policy's ARN.
            arn: ScalingPolicyArn,
        },
    }
    /// The scalable target whose number of tasks the policy changes.
    target: Ref<ScalableId>,
    /// The predefined metric, such as `ECSServiceAverageCPUUtilization`.
    metric: String,
    /// The average that the policy aims for: percent of CPU or memory, or requests per task and minute.
    value: u32,
    /// The load balancer and the target group, for `ALBRequestCountPerTarget`; `None` for other metrics.
    label: Option<Joined>,
}

impl HasAdvice for ScalingPolicy {
    const ADVICE: &'static [Advice] = &[];
}
