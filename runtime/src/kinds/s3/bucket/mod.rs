//! Buckets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, Retention, kind};
use serde_json::Value;

kind! {
    /// A private, encrypted bucket, which keeps objects that are overwritten or deleted for a month.
    Bucket is "bucket", "AWS::S3::Bucket" of "s3" {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        name_limit: 63,
        local: [on_destroy],
        constants: [encryption, lifecycle, object_ownership, public_access_block, versioning],
        holds_data: true,
        create: 3 to 300,
        delete: 10 to 3600,
        outputs: {
            /// The bucket's name.
            name: BucketName,
            /// The bucket's ARN.
            arn: BucketArn,
        },
    }
    /// The bucket policy: who may write to the bucket, and that every access needs TLS.
    policy: Value,
    /// Days after which an object is deleted.
    expire_days: u32,
    /// What `destroy` does with it.
    on_destroy: Retention,
}

impl HasAdvice for Bucket {
    const ADVICE: &'static [Advice] = &[];
}
