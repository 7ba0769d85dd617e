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
        named: 255,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN.
            arn: AlarmArn,
        },
    }
    /// What it means and what to do.
    description: String,
    /// The metric's namespace.
    namespace: String,
    /// The metric.
    metric: String,
    /// The metric's dimensions.
    dimensions: BTreeMap<String, Joined>,
    /// `Average`, `Sum`, `Maximum` or `Minimum`.
    statistic: String,
    /// Seconds of one period.
    period: u32,
    /// How many periods in a row.
    periods: u32,
    /// The threshold.
    threshold: i64,
    /// CloudWatch's name of the comparison.
    comparison: String,
    /// What missing data means: `notBreaching` or `breaching`.
    missing: String,
    /// Who is told.
    topic: Option<Ref<TopicArn>>,
}

impl HasAdvice for Alarm {
    const ADVICE: &'static [Advice] = &[];
}
