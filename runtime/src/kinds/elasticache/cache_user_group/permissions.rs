//! IAM permissions to manage cache user groups.

use super::super::permissions::{USER_GROUPS, USERS};
use super::CacheUserGroup;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for CacheUserGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &["elasticache:DescribeUserGroups", "elasticache:ListTagsForResource"],
                &[USER_GROUPS],
            ),
            allow(
                &["elasticache:AddTagsToResource", "elasticache:CreateUserGroup"],
                &[USER_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(
                &["elasticache:DeleteUserGroup", "elasticache:ModifyUserGroup"],
                &[USER_GROUPS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &["elasticache:CreateUserGroup", "elasticache:ModifyUserGroup"],
                &[USERS],
            ),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeUserGroups",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[dependents(
            "elasticache:CreateUserGroup",
            &["elasticache:AddTagsToResource"],
        )],
    };
}
