//! IAM permissions to manage cluster instances.

use super::super::permissions::{CLUSTERS, DEFAULT_OPTIONS, EVENTS, INSTANCES, KEY, SUBNET_GROUPS};
use super::DbClusterInstance;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

/// AWS's default parameter groups, which the instances of a cluster have.
const DEFAULT_PARAMETERS: &str = arn!("rds", "pg:default.*");

impl HasPermissions for DbClusterInstance {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            EVENTS,
            KEY,
            allow(&["rds:DescribeDBClusters"], &[CLUSTERS]),
            allow(&["rds:DescribeDBInstances"], &[INSTANCES]),
            allow(
                &["rds:CreateDBInstance"],
                &[CLUSTERS, DEFAULT_OPTIONS, DEFAULT_PARAMETERS, INSTANCES, SUBNET_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(&["rds:AddTagsToResource"], &[INSTANCES]).when(&[TAGGED_ON_CREATE]),
            allow(&["rds:DeleteDBInstance", "rds:ModifyDBInstance"], &[INSTANCES]).when(&[OWNED_BY_STACK]),
            allow(&["rds:ModifyDBInstance"], &[DEFAULT_OPTIONS, DEFAULT_PARAMETERS]),
        ],
        inventory: &[allow_in_region(&["rds:DescribeDBInstances"])],
        dependents: &[dependents(
            "rds:CreateDBInstance",
            &[
                "rds:AddTagsToResource",
                "kms:DescribeKey",
                "secretsmanager:CreateSecret",
                "secretsmanager:TagResource",
            ],
        )],
    };
}
