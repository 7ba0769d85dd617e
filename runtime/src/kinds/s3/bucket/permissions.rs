//! Amazon S3: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>, and the actions that
//! each call needs: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>.

use super::Bucket;
use crate::resource::permission::{HasPermissions, Permissions, allow, allow_on_all};

impl HasPermissions for Bucket {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "s3:CreateBucket",
                    "s3:DeleteBucket",
                    "s3:GetBucketOwnershipControls",
                    "s3:GetBucketPolicy",
                    "s3:GetBucketPublicAccessBlock",
                    "s3:GetBucketTagging",
                    "s3:GetBucketVersioning",
                    "s3:GetEncryptionConfiguration",
                    "s3:GetLifecycleConfiguration",
                    "s3:ListBucketVersions",
                    "s3:PutBucketOwnershipControls",
                    "s3:PutBucketPolicy",
                    "s3:PutBucketPublicAccessBlock",
                    "s3:PutBucketTagging",
                    "s3:PutBucketVersioning",
                    "s3:PutEncryptionConfiguration",
                    "s3:PutLifecycleConfiguration",
                    "s3:TagResource",
                ],
                &["arn:{partition}:s3:::{stack}-{account}-{region}-*"],
            ),
            allow(
                &["s3:DeleteObject", "s3:DeleteObjectVersion"],
                &["arn:{partition}:s3:::{stack}-{account}-{region}-*/*"],
            ),
            allow_on_all(&["s3:ListAllMyBuckets"]),
        ],
        inventory: &[
            allow_on_all(&["s3:ListAllMyBuckets"]),
            allow(&["s3:GetBucketTagging"], &["arn:{partition}:s3:::{stack}-*"]),
        ],
        dependents: &[],
    };
}
