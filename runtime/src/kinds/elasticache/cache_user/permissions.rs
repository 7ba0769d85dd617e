//! IAM permissions to manage cache users.

use super::super::permissions::{SECRETS, USERS};
use super::CacheUser;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

/// The adapter reads the secret, because the password is part of the user.
impl HasPermissions for CacheUser {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &["elasticache:DescribeUsers", "elasticache:ListTagsForResource"],
                &[USERS],
            ),
            allow(&["elasticache:AddTagsToResource", "elasticache:CreateUser"], &[USERS]).when(&[TAGGED_ON_CREATE]),
            allow(&["elasticache:DeleteUser", "elasticache:ModifyUser"], &[USERS]).when(&[OWNED_BY_STACK]),
            allow(&["secretsmanager:GetSecretValue"], &[SECRETS]),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeUsers",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[dependents("elasticache:CreateUser", &["elasticache:AddTagsToResource"])],
    };
}
