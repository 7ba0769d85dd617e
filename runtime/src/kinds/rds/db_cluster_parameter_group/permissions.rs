//! IAM permissions to manage cluster parameter groups.

use super::super::permissions::CLUSTER_PARAMETER_GROUPS;
use super::DbClusterParameterGroup;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for DbClusterParameterGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "rds:DeleteDBClusterParameterGroup",
                    "rds:DescribeDBClusterParameterGroups",
                    "rds:DescribeDBClusterParameters",
                    "rds:ListTagsForResource",
                    "rds:ModifyDBClusterParameterGroup",
                    "rds:ResetDBClusterParameterGroup",
                ],
                &[CLUSTER_PARAMETER_GROUPS],
            ),
            allow(
                &["rds:AddTagsToResource", "rds:CreateDBClusterParameterGroup"],
                &[CLUSTER_PARAMETER_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "rds:DescribeDBClusterParameterGroups",
            "rds:ListTagsForResource",
        ])],
        dependents: &[dependents(
            "rds:CreateDBClusterParameterGroup",
            &["rds:AddTagsToResource"],
        )],
    };
}
