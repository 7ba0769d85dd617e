//! Log deliveries.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{DistributionArn, LogGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A delivery of a distribution's access logs to a log group: its source, its destination and the delivery.
    LogDelivery is "log delivery", "AWS::Logs::Delivery" of "logs" {
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
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

impl HasAdvice for LogDelivery {
    const ADVICE: &'static [Advice] = &[];
}
