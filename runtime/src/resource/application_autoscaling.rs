//! Application Auto Scaling.

use super::id::{ClusterName, RoleArn, ScalableId, ServiceName};
use super::{Joined, Ref};

kind! {
    /// The range within which a service's number of tasks is scaled.
    ScalableTarget is "scalable target", "AWS::ApplicationAutoScaling::ScalableTarget" of "applicationautoscaling" {
        replaces: [cluster, service],
        unsent: [linked_role],
        untold: [cluster, service, linked_role],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// What is scaled.
            id: ScalableId,
        },
    }
    /// The cluster.
    cluster: Ref<ClusterName>,
    /// The service.
    service: Ref<ServiceName>,
    /// The fewest tasks.
    min: u32,
    /// The most tasks.
    max: u32,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

kind! {
    /// A target-tracking policy.
    ScalingPolicy is "scaling policy", "AWS::ApplicationAutoScaling::ScalingPolicy" of "applicationautoscaling" {
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
