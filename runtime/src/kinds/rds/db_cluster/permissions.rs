//! IAM permissions to manage database clusters.

use super::super::permissions::{
    CLUSTER_PARAMETER_GROUPS, CLUSTERS, DEFAULT_OPTIONS, EVENTS, FIND_LOGS, KEY, PASSWORD, SUBNET_GROUPS,
};
use super::DbCluster;
use crate::kinds::logs::SERVICE_LOG;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const CLUSTER_SNAPSHOTS: &str = arn!("rds", "cluster-snapshot:{stack}-*");

impl HasPermissions for DbCluster {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            EVENTS,
            FIND_LOGS,
            KEY,
            PASSWORD,
            allow(&["rds:DescribeDBClusters"], &[CLUSTERS]),
            allow(&["rds:DescribeDBClusterSnapshots"], &[CLUSTERS, CLUSTER_SNAPSHOTS]),
            allow(
                &["rds:CreateDBCluster"],
                &[CLUSTERS, CLUSTER_PARAMETER_GROUPS, DEFAULT_OPTIONS, SUBNET_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(&["rds:AddTagsToResource"], &[CLUSTERS]).when(&[TAGGED_ON_CREATE]),
            allow(&["rds:DeleteDBCluster", "rds:ModifyDBCluster"], &[CLUSTERS]).when(&[OWNED_BY_STACK]),
            allow(&["rds:ModifyDBCluster"], &[CLUSTER_PARAMETER_GROUPS, DEFAULT_OPTIONS]),
            // The deletion call names the final snapshot.
            allow(&["rds:DeleteDBCluster"], &[CLUSTER_SNAPSHOTS]),
            allow(&["rds:CreateDBClusterSnapshot"], &[CLUSTERS, CLUSTER_SNAPSHOTS]),
            allow(&["rds:AddTagsToResource"], &[CLUSTER_SNAPSHOTS]),
            allow(SERVICE_LOG, &[arn!("logs", "log-group:/aws/rds/cluster/{stack}-*")]),
        ],
        inventory: &[allow_in_region(&["rds:DescribeDBClusters"])],
        dependents: &[
            dependents(
                "rds:CreateDBCluster",
                &[
                    "rds:AddTagsToResource",
                    "kms:DescribeKey",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:TagResource",
                ],
            ),
            dependents(
                "rds:ModifyDBCluster",
                &[
                    "kms:DescribeKey",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:TagResource",
                ],
            ),
            dependents("rds:RestoreDBClusterFromSnapshot", &["rds:AddTagsToResource"]),
            dependents("rds:CreateDBClusterSnapshot", &["rds:AddTagsToResource"]),
        ],
    };
}
