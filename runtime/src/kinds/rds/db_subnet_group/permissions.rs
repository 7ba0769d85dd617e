//! IAM permissions to manage database subnet groups.

use super::super::permissions::SUBNET_GROUPS;
use super::DbSubnetGroup;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for DbSubnetGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "rds:DeleteDBSubnetGroup",
                    "rds:DescribeDBSubnetGroups",
                    "rds:ListTagsForResource",
                    "rds:ModifyDBSubnetGroup",
                ],
                &[SUBNET_GROUPS],
            ),
            allow(&["rds:AddTagsToResource", "rds:CreateDBSubnetGroup"], &[SUBNET_GROUPS]).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "rds:DescribeDBSubnetGroups",
            "rds:ListTagsForResource",
        ])],
        dependents: &[dependents("rds:CreateDBSubnetGroup", &["rds:AddTagsToResource"])],
    };
}
