//! IAM permissions to manage alarms: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>.

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
                    // The call also changes an existing alarm, and then sends no tags.
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
