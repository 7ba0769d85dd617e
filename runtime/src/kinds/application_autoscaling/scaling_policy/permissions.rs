//! IAM permissions to manage scaling policies.

use super::super::permissions::{COUNT, OF_ECS, TARGETS};
use super::ScalingPolicy;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, allow, allow_in_region, arn, dependents,
};

impl HasPermissions for ScalingPolicy {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["application-autoscaling:DescribeScalingPolicies"]),
            allow(
                &[
                    "application-autoscaling:DeleteScalingPolicy",
                    "application-autoscaling:PutScalingPolicy",
                ],
                TARGETS,
            )
            .when(&[OF_ECS, COUNT, OWNED_BY_STACK]),
            // The alarms of target tracking. Application Auto Scaling creates and names them.
            allow(
                &[
                    "cloudwatch:DeleteAlarms",
                    "cloudwatch:DescribeAlarms",
                    "cloudwatch:PutMetricAlarm",
                ],
                &[arn!("cloudwatch", "alarm:TargetTracking-service/{stack}-*")],
            ),
        ],
        inventory: &[allow_in_region(&["application-autoscaling:DescribeScalingPolicies"])],
        dependents: &[
            dependents(
                "application-autoscaling:PutScalingPolicy",
                &["cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"],
            ),
            dependents(
                "application-autoscaling:DeleteScalingPolicy",
                &["cloudwatch:DeleteAlarms"],
            ),
        ],
    };
}
