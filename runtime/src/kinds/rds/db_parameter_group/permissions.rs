//! IAM permissions to manage database parameter groups.

use super::super::permissions::PARAMETER_GROUPS;
use super::DbParameterGroup;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for DbParameterGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "rds:DeleteDBParameterGroup",
                    "rds:DescribeDBParameterGroups",
                    "rds:DescribeDBParameters",
                    "rds:ListTagsForResource",
                    "rds:ModifyDBParameterGroup",
                    "rds:ResetDBParameterGroup",
                ],
                &[PARAMETER_GROUPS],
            ),
            allow(
                &["rds:AddTagsToResource", "rds:CreateDBParameterGroup"],
                &[PARAMETER_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "rds:DescribeDBParameterGroups",
            "rds:ListTagsForResource",
        ])],
        dependents: &[dependents("rds:CreateDBParameterGroup", &["rds:AddTagsToResource"])],
    };
}
