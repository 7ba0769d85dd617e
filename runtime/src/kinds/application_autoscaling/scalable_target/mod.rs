//! Scalable targets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ClusterName, RoleArn, ServiceName};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// The minimum and maximum number of tasks that auto scaling gives a service.
    ScalableTarget is "scalable target", "AWS::ApplicationAutoScaling::ScalableTarget" of "applicationautoscaling" {
        replaces: [cluster, service],
        local: [linked_role],
        unreported: {
            cluster: "it is a part of the target's ID",
            service: "it is a part of the target's ID",
        },
        constants: [suspended],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Application Auto Scaling's ID of the service: `service/<cluster>/<service>`.
            id: ScalableId,
        },
    }
    /// The cluster that the service is in.
    cluster: Ref<ClusterName>,
    /// The service that is scaled.
    service: Ref<ServiceName>,
    /// The minimum number of tasks.
    min: u32,
    /// The maximum number of tasks.
    max: u32,
    /// The service-linked role of Application Auto Scaling. This only orders the steps: the role is created first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for ScalableTarget {
    const ADVICE: &'static [Advice] = &[];
}
