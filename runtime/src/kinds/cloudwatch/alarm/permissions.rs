//! Amazon CloudWatch: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>.

use super::Alarm;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const ALARMS: &[&str] = &[arn!("cloudwatch", "alarm:{stack}-*")];

impl HasPermissions for Alarm {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "cloudwatch:DeleteAlarms",
                    "cloudwatch:DescribeAlarms",
                    "cloudwatch:ListTagsForResource",
                    // It also changes an alarm, and then has no tags in it.
                    "cloudwatch:PutMetricAlarm",
                ],
                ALARMS,
            ),
            allow(&["cloudwatch:TagResource"], ALARMS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "cloudwatch:DescribeAlarms",
            "cloudwatch:ListTagsForResource",
        ])],
        dependents: &[dependents("cloudwatch:PutMetricAlarm", &["cloudwatch:TagResource"])],
    };
}
