//! Buckets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;

kind! {
    /// A private, encrypted bucket.
    Bucket is "bucket", "AWS::S3::Bucket" of "s3" {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        named: 63,
        create: 3 to 300,
        delete: 10 to 3600,
        outputs: {
            /// Its name.
            name: BucketName,
            /// Its ARN.
            arn: BucketArn,
        },
    }
    /// Who may write to it, and that nobody may without TLS: a policy document.
    policy: Value,
    /// After how many days an object is deleted.
    expire_days: u32,
}

impl HasAdvice for Bucket {
    const ADVICE: &'static [Advice] = &[];
}
