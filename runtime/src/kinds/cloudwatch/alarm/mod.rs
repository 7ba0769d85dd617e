//! Alarms.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::TopicArn;
use crate::resource::{Advice, HasAdvice, Joined, Ref, kind};
use std::collections::BTreeMap;

kind! {
    /// An alarm on one metric.
    Alarm is "alarm", "AWS::CloudWatch::Alarm" of "cloudwatch" {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        name_limit: 255,
        constants: [actions, actions_enabled, datapoints],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The alarm's ARN.
            arn: AlarmArn,
        },
    }
    /// The meaning of the alarm and what to do, for the person who is notified.
    description: String,
    /// The metric's namespace, such as `AWS/ECS`.
    namespace: String,
    /// The metric's name, such as `CPUUtilization`.
    metric: String,
    /// The metric's dimensions: values by name.
    dimensions: BTreeMap<String, Joined>,
    /// How the data points of a period are aggregated: `Average`, `Sum`, `Maximum` or `Minimum`.
    statistic: String,
    /// The length of a period, in seconds.
    period: u32,
    /// The number of consecutive periods in which the comparison must be true.
    periods: u32,
    /// The value that the statistic is compared with, in the metric's unit.
    threshold: i64,
    /// The comparison, such as `GreaterThanOrEqualToThreshold`.
    comparison: String,
    /// How a period without data counts: as `notBreaching` or `breaching`.
    missing: String,
    /// The topic that is notified when the alarm goes off and when it is over; `None` for no notification.
    topic: Option<Ref<TopicArn>>,
}

impl HasAdvice for Alarm {
    const ADVICE: &'static [Advice] = &[];
}
