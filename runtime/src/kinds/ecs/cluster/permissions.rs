//! IAM permissions to manage clusters.

use super::super::permissions::CREATION;
use super::Cluster;
use crate::kinds::logs::SERVICE_LOG;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, allow_in_region, arn,
    dependents,
};

const CLUSTERS: &[&str] = &[arn!("ecs", "cluster/{stack}-*")];

/// The log group of Container Insights, which AWS names after the cluster, is deleted with it.
impl HasPermissions for Cluster {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["ecs:DescribeClusters"], CLUSTERS),
            allow(&["ecs:CreateCluster"], CLUSTERS).when(&[TAGGED_ON_CREATE]),
            allow(&["ecs:TagResource"], CLUSTERS).when(&[TAGGED_ON_CREATE, CREATION]),
            allow(&["ecs:TagResource"], CLUSTERS).when(TAGGED_AGAIN),
            allow(
                &[
                    "ecs:DeleteCluster",
                    "ecs:PutClusterCapacityProviders",
                    "ecs:UpdateCluster",
                ],
                CLUSTERS,
            )
            .when(&[OWNED_BY_STACK]),
            allow_in_region(&["logs:DescribeLogGroups"]),
            allow(
                SERVICE_LOG,
                &[arn!("logs", "log-group:/aws/ecs/containerinsights/{stack}-*")],
            ),
        ],
        inventory: &[allow_in_region(&["ecs:DescribeClusters", "ecs:ListClusters"])],
        dependents: &[dependents("ecs:CreateCluster", &["ecs:TagResource"])],
    };
}
