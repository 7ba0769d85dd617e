//! Amazon EventBridge Scheduler:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html>.

use super::Schedule;
use crate::resource::permission::{
    HasPermissions, PASSED_TO, Permissions, allow, allow_in_region, arn, dependents, equals, global_arn,
};

/// Only groups of schedules have tags, so no condition names them.
impl HasPermissions for Schedule {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
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
        ],
        inventory: &[allow_in_region(&["scheduler:ListSchedules"])],
        dependents: &[
            dependents("scheduler:CreateSchedule", &["iam:PassRole"]),
            dependents("scheduler:UpdateSchedule", &["iam:PassRole"]),
        ],
    };
}
