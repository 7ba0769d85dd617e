//! IAM permissions to manage serverless caches.

use super::super::permissions::{SERVERLESS_CACHES, USER_GROUPS};
use super::ServerlessCache;
use crate::resource::permission::{
    Condition, HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
    equals,
};

const OF_ELASTICACHE: Condition = Condition {
    operator: "StringLike",
    key: "ec2:VpceServiceName",
    values: &["com.amazonaws.elasticache.serverless.*"],
};

/// ElastiCache creates the VPC endpoints of a cache with the caller's permissions, and sets its own tag on them:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonElastiCacheFullAccess.html>.
impl HasPermissions for ServerlessCache {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["elasticache:DescribeEvents"]),
            allow(
                &[
                    "elasticache:DescribeServerlessCaches",
                    "elasticache:ListTagsForResource",
                ],
                &[SERVERLESS_CACHES],
            ),
            allow(
                &["elasticache:AddTagsToResource", "elasticache:CreateServerlessCache"],
                &[SERVERLESS_CACHES],
            )
            .when(&[TAGGED_ON_CREATE]),
            allow(&["elasticache:CreateServerlessCache"], &[USER_GROUPS]),
            allow(
                &["elasticache:DeleteServerlessCache", "elasticache:ModifyServerlessCache"],
                &[SERVERLESS_CACHES],
            )
            .when(&[OWNED_BY_STACK]),
            allow_in_region(&[
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
            ]),
            allow(
                &["ec2:CreateVpcEndpoint", "ec2:DeleteVpcEndpoints"],
                &[arn!("ec2", "vpc-endpoint/*")],
            )
            .when(&[OF_ELASTICACHE]),
            allow(
                &["ec2:CreateVpcEndpoint"],
                &[
                    arn!("ec2", "security-group/*"),
                    arn!("ec2", "subnet/*"),
                    arn!("ec2", "vpc/*"),
                ],
            )
            .when(&[OWNED_BY_STACK]),
            allow(&["ec2:CreateTags"], &[arn!("ec2", "vpc-endpoint/*")]).when(&[
                equals("ec2:CreateAction", &["CreateVpcEndpoint"]),
                equals("aws:RequestTag/AmazonElastiCacheManaged", &["true"]),
            ]),
        ],
        inventory: &[allow_in_region(&[
            "elasticache:DescribeServerlessCaches",
            "elasticache:ListTagsForResource",
        ])],
        dependents: &[
            dependents(
                "elasticache:CreateServerlessCache",
                &[
                    "elasticache:AddTagsToResource",
                    "ec2:CreateTags",
                    "ec2:CreateVpcEndpoint",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets",
                    "ec2:DescribeTags",
                    "ec2:DescribeVpcEndpoints",
                    "ec2:DescribeVpcs",
                ],
            ),
            dependents("elasticache:DeleteServerlessCache", &["ec2:DeleteVpcEndpoints"]),
        ],
    };
}
