//! Amazon EventBridge Scheduler:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html>.

use crate::policy::row::{PASSED_TO, Row, allow, arn, equals, global_arn};

/// A schedule has no tags of its own.
pub(super) const SCHEDULE: &[Row] = &[
    allow(
        &[
            "scheduler:CreateSchedule",
            "scheduler:DeleteSchedule",
            "scheduler:GetSchedule",
            "scheduler:UpdateSchedule",
        ],
        &[arn!("scheduler", "schedule/default/{stack}-*")],
    ),
    allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
        .when(&[equals(PASSED_TO, &["scheduler.amazonaws.com"])]),
];
