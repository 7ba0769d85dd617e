//! AWS CloudTrail.

use super::Ref;
use super::id::BucketName;

kind! {
    /// A trail over all regions, with log file validation, that records.
    Trail is "trail", "AWS::CloudTrail::Trail" of "cloudtrail" {
        named: 128,
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: TrailArn,
        },
    }
    /// The bucket that it is written to.
    bucket: Ref<BucketName>,
}
