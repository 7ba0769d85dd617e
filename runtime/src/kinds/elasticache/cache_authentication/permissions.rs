//! IAM permissions to have a cache demand a password.

use super::super::permissions::{REPLICATION_GROUPS, SECRETS, SERVERLESS_CACHES, USER_GROUPS};
use super::CacheAuthentication;
use crate::resource::permission::{HasPermissions, OWNED_BY_STACK, Permissions, allow};

impl HasPermissions for CacheAuthentication {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "elasticache:DescribeReplicationGroups",
                    "elasticache:ListTagsForResource",
                ],
                &[REPLICATION_GROUPS],
            ),
            allow(
                &[
                    "elasticache:AddTagsToResource",
                    "elasticache:ModifyReplicationGroup",
                    "elasticache:RemoveTagsFromResource",
                ],
                &[REPLICATION_GROUPS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &[
                    "elasticache:DescribeServerlessCaches",
                    "elasticache:ListTagsForResource",
                ],
                &[SERVERLESS_CACHES],
            )
            .with("user_group"),
            allow(
                &[
                    "elasticache:AddTagsToResource",
                    "elasticache:ModifyServerlessCache",
                    "elasticache:RemoveTagsFromResource",
                ],
                &[SERVERLESS_CACHES],
            )
            .when(&[OWNED_BY_STACK])
            .with("user_group"),
            allow(&["elasticache:ModifyServerlessCache"], &[USER_GROUPS]).with("user_group"),
            allow(&["secretsmanager:GetSecretValue"], &[SECRETS]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
