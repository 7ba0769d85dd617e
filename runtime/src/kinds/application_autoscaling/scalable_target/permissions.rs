//! IAM permissions to manage scalable targets.

use super::super::permissions::{COUNT, OF_ECS, TARGETS};
use super::ScalableTarget;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for ScalableTarget {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["application-autoscaling:DescribeScalableTargets"]),
            // The call that creates a target also changes its range, and then sends no tags.
            allow(&["application-autoscaling:RegisterScalableTarget"], TARGETS).when(&[OF_ECS, COUNT]),
            allow(&["application-autoscaling:TagResource"], TARGETS).when(&[TAGGED_ON_CREATE]),
            allow(&["application-autoscaling:DeregisterScalableTarget"], TARGETS).when(&[
                OF_ECS,
                COUNT,
                OWNED_BY_STACK,
            ]),
        ],
        inventory: &[allow_in_region(&["application-autoscaling:DescribeScalableTargets"])],
        dependents: &[dependents(
            "application-autoscaling:RegisterScalableTarget",
            &[
                "application-autoscaling:TagResource",
                "ecs:DescribeServices",
                "ecs:UpdateService",
            ],
        )],
    };
}
