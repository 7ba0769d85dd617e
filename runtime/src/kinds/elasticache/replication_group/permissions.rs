//! IAM permissions to manage replication groups.

use super::super::permissions::{PARAMETER_GROUPS, SUBNET_GROUPS};
use super::ReplicationGroup;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const CLUSTERS: &str = arn!("elasticache", "cluster:{stack}-*");

// The groups that caches of earlier versions of this program have until they change.
const DEFAULT_PARAMETERS: &str = arn!("elasticache", "parametergroup:default.*");

const REPLICATION_GROUPS: &str = arn!("elasticache", "replicationgroup:{stack}-*");

impl HasPermissions for ReplicationGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["elasticache:DescribeCacheClusters"], &[CLUSTERS]),
            allow_in_region(&["elasticache:DescribeEvents"]),
            allow(
                &[
                    "elasticache:DescribeReplicationGroups",
                    "elasticache:ListTagsForResource",
                ],
                &[REPLICATION_GROUPS],
            ),
            allow(
                &["elasticache:AddTagsToResource", "elasticache:CreateReplicationGroup"],
                &[REPLICATION_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(
                &["elasticache:CreateReplicationGroup"],
                &[CLUSTERS, PARAMETER_GROUPS, SUBNET_GROUPS],
            ),
            allow(
                &[
                    "elasticache:DecreaseReplicaCount",
                    "elasticache:DeleteReplicationGroup",
                    "elasticache:IncreaseReplicaCount",
                    "elasticache:ModifyReplicationGroup",
                ],
                &[REPLICATION_GROUPS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &["elasticache:ModifyReplicationGroup"],
                &[DEFAULT_PARAMETERS, PARAMETER_GROUPS],
            ),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeReplicationGroups",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[dependents(
            "elasticache:CreateReplicationGroup",
            &["elasticache:AddTagsToResource"],
        )],
    };
}
