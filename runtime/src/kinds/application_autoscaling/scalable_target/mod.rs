//! Scalable targets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ClusterName, RoleArn, ServiceName};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// The range within which a service's number of tasks is scaled.
    ScalableTarget is "scalable target", "AWS::ApplicationAutoScaling::ScalableTarget" of "applicationautoscaling" {
        replaces: [cluster, service],
        local: [linked_role],
        unreported: [cluster, service, linked_role],
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

impl HasAdvice for ScalableTarget {
    const ADVICE: &'static [Advice] = &[];
}
