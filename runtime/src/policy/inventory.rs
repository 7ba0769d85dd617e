//! What it takes to rebuild a lost journal: every service lists all that it has, in the stack's region and in CloudFront's,
//! also of kinds that are declared no more. The tags of what bears the stack's name tell what is the stack's.
//!
//! A list of everything has no narrower resource than `*`. Where a service tells the tags apart from the list, they are read
//! of what bears the stack's name, or, of certificates and repositories, of all.

use super::Rows;
use super::fill::Values;
use super::row::{Row, allow, allow_in_region, allow_on_all};
use crate::blueprint::EDGE_REGION;

/// In each of the two regions.
const REGIONAL: &[Row] = &[allow_in_region(&[
    "acm:ListCertificates",
    "acm:ListTagsForCertificate",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "backup:ListBackupVaults",
    "backup:ListTags",
    "cloudtrail:ListTags",
    "cloudtrail:ListTrails",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListDashboards",
    "cloudwatch:ListTagsForResource",
    "ec2:DescribeAddresses",
    "ec2:DescribeFlowLogs",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeNatGateways",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroupRules",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "ecr:DescribeRepositories",
    "ecr:ListTagsForResource",
    "ecs:DescribeClusters",
    "ecs:DescribeServices",
    "ecs:DescribeTaskDefinition",
    "ecs:ListClusters",
    "ecs:ListServices",
    "ecs:ListTaskDefinitionFamilies",
    "ecs:ListTaskDefinitions",
    "elasticache:DescribeCacheSubnetGroups",
    "elasticache:DescribeReplicationGroups",
    "elasticache:DescribeServerlessCaches",
    "elasticache:ListTagsForResource",
    "elasticfilesystem:DescribeAccessPoints",
    "elasticfilesystem:DescribeFileSystems",
    "elasticfilesystem:DescribeMountTargets",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroups",
    "events:ListRules",
    "events:ListTagsForResource",
    "logs:DescribeDeliveries",
    "logs:DescribeDeliverySources",
    "logs:DescribeLogGroups",
    "logs:ListTagsForResource",
    "rds:DescribeDBClusterParameterGroups",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:DescribeDBParameterGroups",
    "rds:DescribeDBSubnetGroups",
    "rds:DescribeEventSubscriptions",
    "rds:ListTagsForResource",
    "scheduler:ListSchedules",
    "secretsmanager:ListSecrets",
    "sns:ListTagsForResource",
    "sns:ListTopics",
    "states:ListStateMachines",
    "states:ListTagsForResource",
    "wafv2:ListTagsForResource",
    "wafv2:ListWebACLs",
])];

/// Of services that know no regions.
const GLOBAL: &[Row] = &[
    allow_on_all(&[
        "cloudfront:ListDistributions",
        "cloudfront:ListVpcOrigins",
        "iam:ListRoles",
        "s3:ListAllMyBuckets",
    ]),
    allow(
        &["cloudfront:ListTagsForResource"],
        &["arn:{partition}:cloudfront::{account}:*"],
    ),
    allow(
        &["iam:ListRoleTags"],
        &["arn:{partition}:iam::{account}:role/{stack}-*"],
    ),
    allow(&["s3:GetBucketTagging"], &["arn:{partition}:s3:::{stack}-*"]),
];

/// Adds what it takes to rebuild a lost journal.
pub(super) fn add(rows: &mut Rows<'_>) {
    for region in [&rows.graph.region, EDGE_REGION] {
        rows.add(&Values::in_region(rows.graph, region), REGIONAL);
    }
    rows.add(&Values::in_region(rows.graph, &rows.graph.region), GLOBAL);
}
