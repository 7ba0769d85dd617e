//! IAM permissions to manage target groups.

use super::TargetGroup;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const TARGET_GROUPS: &[&str] = &[arn!("elasticloadbalancing", "targetgroup/{stack}-*/*")];

impl HasPermissions for TargetGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "elasticloadbalancing:DescribeTags",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
            ]),
            allow(
                &["elasticloadbalancing:AddTags", "elasticloadbalancing:CreateTargetGroup"],
                TARGET_GROUPS,
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(
                &[
                    "elasticloadbalancing:DeleteTargetGroup",
                    "elasticloadbalancing:ModifyTargetGroup",
                    "elasticloadbalancing:ModifyTargetGroupAttributes",
                ],
                TARGET_GROUPS,
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&[
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroups",
        ])],
        dependents: &[dependents(
            "elasticloadbalancing:CreateTargetGroup",
            &["elasticloadbalancing:AddTags"],
        )],
    };
}
