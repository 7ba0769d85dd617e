//! From a call of AWS's API to the actions that it takes.

/// What IAM calls a service, by what the SDK calls it.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("ACM", "acm"),
    ("Application Auto Scaling", "application-autoscaling"),
    ("Backup", "backup"),
    ("CloudFront", "cloudfront"),
    ("CloudTrail", "cloudtrail"),
    ("CloudWatch", "cloudwatch"),
    ("CloudWatch Logs", "logs"),
    ("EC2", "ec2"),
    ("ECR", "ecr"),
    ("ECS", "ecs"),
    ("EFS", "elasticfilesystem"),
    ("ElastiCache", "elasticache"),
    ("Elastic Load Balancing v2", "elasticloadbalancing"),
    ("EventBridge", "events"),
    ("IAM", "iam"),
    ("RDS", "rds"),
    ("Route 53", "route53"),
    ("S3", "s3"),
    ("SFN", "states"),
    ("SNS", "sns"),
    ("Scheduler", "scheduler"),
    ("Secrets Manager", "secretsmanager"),
    ("STS", "sts"),
    ("WAFV2", "wafv2"),
];

/// Calls that take other actions than the one of their name.
///
/// The names of S3: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>. To ask who one
/// is takes nothing: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>.
const OTHERS: &[(&str, &str, &[&str])] = &[
    (
        "CloudFront",
        "CreateDistributionWithTags",
        &["cloudfront:CreateDistribution", "cloudfront:TagResource"],
    ),
    (
        "S3",
        "CreateBucket",
        &["s3:CreateBucket", "s3:PutBucketOwnershipControls", "s3:TagResource"],
    ),
    ("S3", "DeleteObjects", &["s3:DeleteObject", "s3:DeleteObjectVersion"]),
    (
        "S3",
        "GetBucketLifecycleConfiguration",
        &["s3:GetLifecycleConfiguration"],
    ),
    ("S3", "ListBuckets", &["s3:ListAllMyBuckets"]),
    ("S3", "ListObjectVersions", &["s3:ListBucketVersions"]),
    ("S3", "PutBucketEncryption", &["s3:PutEncryptionConfiguration"]),
    (
        "S3",
        "PutBucketLifecycleConfiguration",
        &["s3:PutLifecycleConfiguration"],
    ),
    ("S3", "PutPublicAccessBlock", &["s3:PutBucketPublicAccessBlock"]),
    ("STS", "GetCallerIdentity", &[]),
];

/// What calls take beside the action of their name, as the adapters make them: with tags, with roles, with a password that
/// RDS keeps. The tables of the kinds name the pages. The last snapshot of a database takes what `backup` takes.
const DEPENDENT_ACTIONS: &[(&[&str], &[&str])] = &[
    // With tags.
    (
        &[
            "ec2:AllocateAddress",
            "ec2:AuthorizeSecurityGroupEgress",
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:CreateFlowLogs",
            "ec2:CreateInternetGateway",
            "ec2:CreateNatGateway",
            "ec2:CreateRouteTable",
            "ec2:CreateSecurityGroup",
            "ec2:CreateSubnet",
            "ec2:CreateVpc",
            "ec2:CreateVpcEndpoint",
        ],
        &["ec2:CreateTags"],
    ),
    (&["acm:RequestCertificate"], &["acm:AddTagsToCertificate"]),
    // Of an object that is not there.
    (&["s3:GetObject"], &["s3:ListBucket"]),
    (
        &["application-autoscaling:RegisterScalableTarget"],
        &["application-autoscaling:TagResource"],
    ),
    (
        &["backup:CreateBackupVault", "backup:StartBackupJob"],
        &["backup:TagResource"],
    ),
    (&["cloudfront:CreateVpcOrigin"], &["cloudfront:TagResource"]),
    (&["cloudtrail:CreateTrail"], &["cloudtrail:AddTags"]),
    (
        &["cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm"],
        &["cloudwatch:TagResource"],
    ),
    (&["ecr:CreateRepository"], &["ecr:TagResource"]),
    (
        &[
            "ecs:CreateCluster",
            "ecs:CreateService",
            "ecs:RegisterTaskDefinition",
            "ecs:RunTask",
        ],
        &["ecs:TagResource"],
    ),
    (
        &[
            "elasticache:CreateCacheSubnetGroup",
            "elasticache:CreateReplicationGroup",
            "elasticache:CreateServerlessCache",
        ],
        &["elasticache:AddTagsToResource"],
    ),
    (
        &[
            "elasticfilesystem:CreateAccessPoint",
            "elasticfilesystem:CreateFileSystem",
        ],
        &["elasticfilesystem:TagResource"],
    ),
    (
        &[
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:CreateTargetGroup",
        ],
        &["elasticloadbalancing:AddTags"],
    ),
    (&["events:PutRule"], &["events:TagResource"]),
    (&["iam:CreateRole"], &["iam:TagRole"]),
    (
        &[
            "logs:CreateDelivery",
            "logs:CreateLogGroup",
            "logs:PutDeliveryDestination",
            "logs:PutDeliverySource",
        ],
        &["logs:TagResource"],
    ),
    (
        &[
            "rds:CreateDBCluster",
            "rds:CreateDBClusterParameterGroup",
            "rds:CreateDBClusterSnapshot",
            "rds:CreateDBInstance",
            "rds:CreateDBParameterGroup",
            "rds:CreateDBSnapshot",
            "rds:CreateDBSubnetGroup",
            "rds:CreateEventSubscription",
            "rds:RestoreDBClusterFromSnapshot",
            "rds:RestoreDBInstanceFromDBSnapshot",
        ],
        &["rds:AddTagsToResource"],
    ),
    (&["secretsmanager:CreateSecret"], &["secretsmanager:TagResource"]),
    (&["sns:CreateTopic"], &["sns:TagResource"]),
    (&["states:CreateStateMachine"], &["states:TagResource"]),
    (&["wafv2:CreateWebACL"], &["wafv2:TagResource"]),
    // With a role.
    (
        &[
            "backup:StartBackupJob",
            "backup:StartRestoreJob",
            "ec2:CreateFlowLogs",
            "ecs:RegisterTaskDefinition",
            "ecs:RunTask",
            "events:PutTargets",
            "scheduler:CreateSchedule",
            "scheduler:UpdateSchedule",
            "states:CreateStateMachine",
            "states:UpdateStateMachine",
        ],
        &["iam:PassRole"],
    ),
    // What the service then asks of others, with the caller's permissions.
    (
        &["application-autoscaling:RegisterScalableTarget"],
        &["ecs:DescribeServices", "ecs:UpdateService"],
    ),
    (
        &["application-autoscaling:PutScalingPolicy"],
        &["cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"],
    ),
    (
        &["application-autoscaling:DeleteScalingPolicy"],
        &["cloudwatch:DeleteAlarms"],
    ),
    (
        &["backup:CreateBackupVault"],
        &[
            "backup-storage:MountCapsule",
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:GenerateDataKey",
            "kms:RetireGrant",
        ],
    ),
    (&["cloudfront:CreateVpcOrigin"], &["iam:CreateServiceLinkedRole"]),
    (&["ec2:CreateVpcEndpoint"], &["route53:AssociateVPCWithHostedZone"]),
    (
        &["elasticache:CreateServerlessCache"],
        &[
            "ec2:CreateTags",
            "ec2:CreateVpcEndpoint",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeTags",
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeVpcs",
        ],
    ),
    (&["elasticache:DeleteServerlessCache"], &["ec2:DeleteVpcEndpoints"]),
    (
        &[
            "elasticfilesystem:CreateFileSystem",
            "elasticfilesystem:PutBackupPolicy",
        ],
        &["iam:CreateServiceLinkedRole"],
    ),
    (
        &["elasticfilesystem:CreateMountTarget"],
        &[
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
        ],
    ),
    (
        &["elasticfilesystem:DeleteMountTarget"],
        &["ec2:DeleteNetworkInterface"],
    ),
    (
        &["elasticfilesystem:DescribeMountTargetSecurityGroups"],
        &["ec2:DescribeNetworkInterfaceAttribute"],
    ),
    (
        &["elasticfilesystem:ModifyMountTargetSecurityGroups"],
        &["ec2:ModifyNetworkInterfaceAttribute"],
    ),
    (
        &["logs:CreateDelivery"],
        &[
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:PutResourcePolicy",
        ],
    ),
    (
        &["logs:PutDeliverySource"],
        &["cloudfront:AllowVendedLogDeliveryForResource"],
    ),
    (
        &[
            "rds:CreateDBCluster",
            "rds:CreateDBInstance",
            "rds:ModifyDBCluster",
            "rds:RestoreDBInstanceFromDBSnapshot",
        ],
        &[
            "kms:DescribeKey",
            "secretsmanager:CreateSecret",
            "secretsmanager:TagResource",
        ],
    ),
    (
        &["wafv2:PutLoggingConfiguration"],
        &[
            "logs:CreateLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:PutResourcePolicy",
        ],
    ),
    (&["wafv2:DeleteLoggingConfiguration"], &["logs:DeleteLogDelivery"]),
];

/// Lists the actions that a call of AWS's API takes, as the adapters make it; `service` and `operation` are the SDK's words.
/// Nothing, of a service that no table knows.
#[must_use]
pub fn actions_of(service: &str, operation: &str) -> Option<Vec<String>> {
    let (_, prefix) = PREFIXES.iter().find(|(name, _)| *name == service)?;
    let other = OTHERS.iter().find(|(of, call, _)| (*of, *call) == (service, operation));
    let mut actions = match other {
        Some((_, _, actions)) => actions.iter().map(|&action| action.to_owned()).collect(),
        None => vec![format!("{prefix}:{operation}")],
    };
    let besides = DEPENDENT_ACTIONS
        .iter()
        .filter(|(of, _)| of.iter().any(|&one| actions.iter().any(|action| action == one)));
    let besides: Vec<&str> = besides.flat_map(|(_, besides)| besides.iter().copied()).collect();
    actions.extend(besides.into_iter().map(str::to_owned));
    actions.sort();
    actions.dedup();
    Some(actions)
}
