//! Clusters.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{LogGroupName, RoleArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A cluster with the capacity providers `FARGATE` and `FARGATE_SPOT`.
    Cluster is "cluster", "AWS::ECS::Cluster" of "ecs" {
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
        name_limit: 255,
        local: [linked_role],
        constants: [capacity_providers],
        create: 10 to 600,
        delete: 10 to 900,
        outputs: {
            /// The cluster's ARN.
            arn: ClusterArn,
            /// The cluster's name.
            name: ClusterName,
        },
    }
    /// Whether Container Insights collects metrics of the cluster's tasks.
    container_insights: bool,
    /// The number of days that the logs of Container Insights are kept.
    log_days: u32,
    /// The log group that records sessions by ECS Exec.
    session_log: Ref<LogGroupName>,
    /// The service-linked role of ECS. This only orders the steps: the role is created first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for Cluster {
    const ADVICE: &'static [Advice] = &[];
}
