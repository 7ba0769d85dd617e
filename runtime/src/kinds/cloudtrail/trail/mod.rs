//! Trails.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::BucketName;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A trail that records all regions, with log file validation.
    Trail is "trail", "AWS::CloudTrail::Trail" of "cloudtrail" {
        // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
        name_limit: 128,
        constants: [events, global_service_events, log_file_validation, logging, multi_region],
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// The trail's ARN.
            arn: TrailArn,
        },
    }
    /// The bucket that the log files are written to.
    bucket: Ref<BucketName>,
}

impl HasAdvice for Trail {
    const ADVICE: &'static [Advice] = &[];
}
