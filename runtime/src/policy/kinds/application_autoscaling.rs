//! Application Auto Scaling:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html>.
//!
//! It calls ECS and CloudWatch with the caller's permissions:
//! <https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html>. What it asks of
//! ECS, the service's own table has.

use crate::policy::row::{Condition, OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals};

const TARGETS: &[&str] = &[arn!("application-autoscaling", "scalable-target/*")];

const OF_ECS: Condition = equals("application-autoscaling:service-namespace", &["ecs"]);
const COUNT: Condition = equals(
    "application-autoscaling:scalable-dimension",
    &["ecs:service:DesiredCount"],
);

pub(super) const SCALABLE_TARGET: &[Row] = &[
    allow_in_region(&["application-autoscaling:DescribeScalableTargets"]),
    // The call that makes a target also changes its range, and then has no tags in it.
    allow(&["application-autoscaling:RegisterScalableTarget"], TARGETS).when(&[OF_ECS, COUNT]),
    allow(&["application-autoscaling:TagResource"], TARGETS).when(&[TAGGED_ON_CREATE]),
    allow(&["application-autoscaling:DeregisterScalableTarget"], TARGETS).when(&[OF_ECS, COUNT, OWNED_BY_STACK]),
];

pub(super) const SCALING_POLICY: &[Row] = &[
    allow_in_region(&["application-autoscaling:DescribeScalingPolicies"]),
    allow(
        &[
            "application-autoscaling:DeleteScalingPolicy",
            "application-autoscaling:PutScalingPolicy",
        ],
        TARGETS,
    )
    .when(&[OF_ECS, COUNT, OWNED_BY_STACK]),
    // The alarms that follow the target; AWS names them.
    allow(
        &[
            "cloudwatch:DeleteAlarms",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:PutMetricAlarm",
        ],
        &[arn!("cloudwatch", "alarm:TargetTracking-service/{stack}-*")],
    ),
];
