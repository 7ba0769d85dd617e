//! IAM permissions to manage cache parameter groups.

use super::super::permissions::PARAMETER_GROUPS;
use super::CacheParameterGroup;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for CacheParameterGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "elasticache:DeleteCacheParameterGroup",
                    "elasticache:DescribeCacheParameterGroups",
                    "elasticache:DescribeCacheParameters",
                    "elasticache:ListTagsForResource",
                    "elasticache:ModifyCacheParameterGroup",
                    "elasticache:ResetCacheParameterGroup",
                ],
                &[PARAMETER_GROUPS],
            ),
            allow(
                &["elasticache:AddTagsToResource", "elasticache:CreateCacheParameterGroup"],
                &[PARAMETER_GROUPS],
            )
            .when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeCacheParameterGroups",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[dependents(
            "elasticache:CreateCacheParameterGroup",
            &["elasticache:AddTagsToResource"],
        )],
    };
}
