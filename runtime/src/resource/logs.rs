//! Amazon CloudWatch Logs.

use super::Ref;
use super::id::{DistributionArn, LogGroupArn};

kind! {
    /// A log group.
    LogGroup is "log group", "AWS::Logs::LogGroup" of "logs" {
        named: 512,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN, without the `:*` at its end.
            arn: LogGroupArn,
            /// Its name.
            name: LogGroupName,
        },
    }
    /// For how many days records are kept.
    retention_days: u32,
}

kind! {
    /// A delivery of a distribution's access logs to a log group: its source, its destination and the delivery.
    LogDelivery is "log delivery", "AWS::Logs::Delivery" of "logs" {
        named: 60,
        replaces: [source, destination],
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its id.
            id: DeliveryId,
        },
    }
    /// The distribution.
    source: Ref<DistributionArn>,
    /// The log group.
    destination: Ref<LogGroupArn>,
}
