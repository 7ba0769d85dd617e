//! Log deliveries.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{DistributionArn, LogGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A delivery of a distribution's access logs to a log group: a source, a destination and the delivery itself.
    LogDelivery is "log delivery", "AWS::Logs::Delivery" of "logs" {
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
        name_limit: 60,
        replaces: [source, destination],
        unread: {
            log_type: "a distribution has only this one",
            output_format: "AWS documents no call that changes it while a delivery uses the destination",
        },
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// The delivery's ID.
            id: DeliveryId,
        },
    }
    /// The distribution whose access logs are delivered.
    source: Ref<DistributionArn>,
    /// The log group that gets the access logs.
    destination: Ref<LogGroupArn>,
    /// The fields of a record, in order.
    record_fields: Vec<String>,
}

impl HasAdvice for LogDelivery {
    const ADVICE: &'static [Advice] = &[];
}
