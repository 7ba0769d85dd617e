//! Clusters.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::RoleArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A cluster with the capacity providers FARGATE and FARGATE_SPOT.
    Cluster is "cluster", "AWS::ECS::Cluster" of "ecs" {
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
        named: 255,
        local: [linked_role],
        unreported: [log_days, linked_role],
        create: 10 to 600,
        delete: 10 to 900,
        outputs: {
            /// Its ARN.
            arn: ClusterArn,
            /// Its name.
            name: ClusterName,
        },
    }
    /// Whether Container Insights measures its tasks.
    container_insights: bool,
    /// For how many days what Container Insights writes down is kept.
    log_days: u32,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for Cluster {
    const ADVICE: &'static [Advice] = &[];
}
