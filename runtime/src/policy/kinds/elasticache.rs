//! Amazon ElastiCache: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html>.
//!
//! The network interfaces of nodes are made by ElastiCache's service-linked role, which the stack makes first:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html>.

use crate::policy::row::{Condition, OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals};

const CLUSTERS: &str = arn!("elasticache", "cluster:{stack}-*");
const DEFAULT_PARAMETERS: &str = arn!("elasticache", "parametergroup:default.*");
const REPLICATION_GROUPS: &str = arn!("elasticache", "replicationgroup:{stack}-*");
const SERVERLESS_CACHES: &str = arn!("elasticache", "serverlesscache:{stack}-*");
const SUBNET_GROUPS: &str = arn!("elasticache", "subnetgroup:{stack}-*");

pub(super) const SUBNET_GROUP: &[Row] = &[
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
];

pub(super) const REPLICATION_GROUP: &[Row] = &[
    allow(&["elasticache:DescribeCacheClusters"], &[CLUSTERS]),
    allow_in_region(&["elasticache:DescribeEvents"]),
    allow(
        &[
            "elasticache:DescribeReplicationGroups",
            "elasticache:ListTagsForResource",
        ],
        &[REPLICATION_GROUPS],
    ),
    allow(
        &["elasticache:AddTagsToResource", "elasticache:CreateReplicationGroup"],
        &[REPLICATION_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(
        &["elasticache:CreateReplicationGroup"],
        &[CLUSTERS, DEFAULT_PARAMETERS, SUBNET_GROUPS],
    ),
    allow(
        &[
            "elasticache:DecreaseReplicaCount",
            "elasticache:DeleteReplicationGroup",
            "elasticache:IncreaseReplicaCount",
            "elasticache:ModifyReplicationGroup",
        ],
        &[REPLICATION_GROUPS],
    )
    .when(&[OWNED_BY_STACK]),
    allow(&["elasticache:ModifyReplicationGroup"], &[DEFAULT_PARAMETERS]),
];

const OF_ELASTICACHE: Condition = Condition {
    operator: "StringLike",
    key: "ec2:VpceServiceName",
    values: &["com.amazonaws.elasticache.serverless.*"],
};

/// ElastiCache makes the endpoints of a cache with the caller's permissions, and tags them itself:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonElastiCacheFullAccess.html>.
pub(super) const SERVERLESS_CACHE: &[Row] = &[
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
];
