//! Maps calls of AWS's API to the IAM actions that they need.

use crate::kinds::REGISTRY;
use crate::resource::permission::{Dependents, dependents};

/// IAM's prefix of each service, by the SDK's name for the service.
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
    ("KMS", "kms"),
    ("RDS", "rds"),
    ("Route 53", "route53"),
    ("S3", "s3"),
    ("SESv2", "ses"),
    ("SFN", "states"),
    ("SNS", "sns"),
    ("Scheduler", "scheduler"),
    ("Secrets Manager", "secretsmanager"),
    ("Service Quotas", "servicequotas"),
    ("STS", "sts"),
    ("WAFV2", "wafv2"),
];

/// Calls that need actions with other names than the call.
///
/// The names of S3's actions:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>. `GetCallerIdentity` needs
/// no permission: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>.
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
    ("S3", "GetBucketEncryption", &["s3:GetEncryptionConfiguration"]),
    (
        "S3",
        "GetBucketLifecycleConfiguration",
        &["s3:GetLifecycleConfiguration"],
    ),
    ("S3", "GetPublicAccessBlock", &["s3:GetBucketPublicAccessBlock"]),
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

/// The actions that a call needs in addition to the action of the same name, for calls that belong to no kind. For the
/// other calls, the tables of the kinds have them. The final snapshot of a database needs the same actions as `backup`.
const DEPENDENT_ACTIONS: &[Dependents] = &[
    // For an object that does not exist.
    dependents("s3:GetObject", &["s3:ListBucket"]),
    // With tags, and with a role.
    dependents("backup:StartBackupJob", &["backup:TagResource", "iam:PassRole"]),
    dependents("ecs:RunTask", &["ecs:TagResource", "iam:PassRole"]),
];

/// Lists the actions that a call of AWS's API needs, as the adapters make it; `service` and `operation` are the SDK's
/// names. Returns `None` if no table has the service.
#[must_use]
pub fn actions_of(service: &str, operation: &str) -> Option<Vec<String>> {
    let (_, prefix) = PREFIXES.iter().find(|(name, _)| *name == service)?;
    let other = OTHERS.iter().find(|(of, call, _)| (*of, *call) == (service, operation));
    let mut actions = match other {
        Some((_, _, actions)) => actions.iter().map(|&action| action.to_owned()).collect(),
        None => vec![format!("{prefix}:{operation}")],
    };
    let of_kinds = REGISTRY.iter().flat_map(|kind| kind.permissions.dependents);
    let all = of_kinds.chain(DEPENDENT_ACTIONS);
    let dependents: Vec<&str> = all
        .filter(|one| actions.iter().any(|action| action == one.of))
        .flat_map(|one| one.actions.iter().copied())
        .collect();
    actions.extend(dependents.into_iter().map(str::to_owned));
    actions.sort();
    actions.dedup();
    Some(actions)
}
