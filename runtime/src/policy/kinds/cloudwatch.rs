//! Amazon CloudWatch: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>.

use crate::policy::row::{Row, TAGGED_ON_CREATE, allow, arn, global_arn};

const ALARMS: &[&str] = &[arn!("cloudwatch", "alarm:{stack}-*")];
const DASHBOARDS: &[&str] = &[global_arn!("cloudwatch", "dashboard/{stack}-{home}-*")];

pub(super) const ALARM: &[Row] = &[
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
];

pub(super) const DASHBOARD: &[Row] = &[
    allow(
        &[
            "cloudwatch:DeleteDashboards",
            "cloudwatch:GetDashboard",
            "cloudwatch:ListTagsForResource",
            "cloudwatch:PutDashboard",
        ],
        DASHBOARDS,
    ),
    allow(&["cloudwatch:TagResource"], DASHBOARDS).when(&[TAGGED_ON_CREATE]),
];
