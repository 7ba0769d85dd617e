//! IAM permissions to manage cache subnet groups.

use super::super::permissions::SUBNET_GROUPS;
use super::CacheSubnetGroup;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for CacheSubnetGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "elasticache:DeleteCacheSubnetGroup",
                    "elasticache:DescribeCacheSubnetGroups",
                    "elasticache:ListTagsForResource",
                    "elasticache:ModifyCacheSubnetGroup",
                ],
                &[SUBNET_GROUPS],
            ),
            allow(
                &["elasticache:AddTagsToResource", "elasticache:CreateCacheSubnetGroup"],
                &[SUBNET_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeCacheSubnetGroups",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[dependents(
            "elasticache:CreateCacheSubnetGroup",
            &["elasticache:AddTagsToResource"],
        )],
    };
}
