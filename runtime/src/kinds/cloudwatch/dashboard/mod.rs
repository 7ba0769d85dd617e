//! Dashboards.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;

kind! {
    /// A CloudWatch dashboard.
    Dashboard is "dashboard", "AWS::CloudWatch::Dashboard" of "cloudwatch" {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
        name_limit: 255,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The dashboard's name.
            name: DashboardName,
        },
    }
    /// The widgets, in the JSON format of CloudWatch's dashboard body.
    body: Value,
}

impl HasAdvice for Dashboard {
    const ADVICE: &'static [Advice] = &[];
}
