//! Log groups.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A log group with a retention.
    LogGroup is "log group", "AWS::Logs::LogGroup" of "logs" {
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
        name_limit: 512,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The log group's ARN, without the `:*` at its end.
            arn: LogGroupArn,
            /// The log group's name.
            name: LogGroupName,
        },
    }
    /// Days for which log events are kept.
    retention_days: u32,
}

impl HasAdvice for LogGroup {
    const ADVICE: &'static [Advice] = &[];
}
