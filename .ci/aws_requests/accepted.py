"""What the checker accepts, each with its reason. An entry that is no longer needed fails the check."""

# The operation, the end of the path, a part of the message, and why it is right.
ACCEPTED: list[tuple[str, str, str, str]] = []

# Operations that a policy allows and no test sends, each with its reason.
NEVER_SENT: dict[str, str] = {}

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
