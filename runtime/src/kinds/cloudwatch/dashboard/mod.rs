//! Dashboards.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;

kind! {
    /// A dashboard.
    Dashboard is "dashboard", "AWS::CloudWatch::Dashboard" of "cloudwatch" {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
        named: 255,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: DashboardName,
        },
    }
    /// The body, as CloudWatch has it.
    body: Value,
}

impl HasAdvice for Dashboard {
    const ADVICE: &'static [Advice] = &[];
}
