//! IAM permissions to manage databases.

use super::super::permissions::{
    DEFAULT_OPTIONS, EVENTS, FIND_LOGS, INSTANCES, KEY, PARAMETER_GROUPS, PASSWORD, SUBNET_GROUPS,
};
use super::DbInstance;
use crate::kinds::logs::SERVICE_LOG;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const SNAPSHOTS: &str = arn!("rds", "snapshot:{stack}-*");

/// Snapshots are created by their own call, and the final one by the deletion of the database.
impl HasPermissions for DbInstance {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            EVENTS,
            FIND_LOGS,
            KEY,
            PASSWORD,
            allow(&["rds:DescribeDBInstances"], &[INSTANCES]),
            allow(&["rds:DescribeDBSnapshots"], &[INSTANCES, SNAPSHOTS]),
            allow(
                &["rds:CreateDBInstance"],
                &[DEFAULT_OPTIONS, INSTANCES, PARAMETER_GROUPS, SUBNET_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(&["rds:AddTagsToResource"], &[INSTANCES]).when(&[TAGGED_ON_CREATE]),
            allow(&["rds:DeleteDBInstance", "rds:ModifyDBInstance"], &[INSTANCES]).when(&[OWNED_BY_STACK]),
            allow(&["rds:ModifyDBInstance"], &[DEFAULT_OPTIONS, PARAMETER_GROUPS]),
            allow(&["rds:CreateDBSnapshot"], &[INSTANCES, SNAPSHOTS]),
            allow(&["rds:AddTagsToResource"], &[SNAPSHOTS]),
            allow(SERVICE_LOG, &[arn!("logs", "log-group:/aws/rds/instance/{stack}-*")]),
        ],
        inventory: &[allow_in_region(&["rds:DescribeDBInstances"])],
        dependents: &[
            dependents(
                "rds:CreateDBInstance",
                &[
                    "rds:AddTagsToResource",
                    "kms:DescribeKey",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:TagResource",
                ],
            ),
            dependents(
                "rds:RestoreDBInstanceFromDBSnapshot",
                &[
                    "rds:AddTagsToResource",
                    "kms:DescribeKey",
                    "secretsmanager:CreateSecret",
                    "secretsmanager:TagResource",
                ],
            ),
            dependents("rds:CreateDBSnapshot", &["rds:AddTagsToResource"]),
        ],
    };
}
