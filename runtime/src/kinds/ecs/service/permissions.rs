//! IAM permissions to manage services.

use super::super::permissions::CREATION;
use super::Service;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, allow_in_region, arn,
    dependents,
};

const SERVICES: &[&str] = &[arn!("ecs", "service/{stack}-*/{stack}-*")];

impl HasPermissions for Service {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["ecs:DescribeServices"], SERVICES),
            // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
            allow_in_region(&["elasticloadbalancing:DescribeTargetHealth"]),
            allow(&["ecs:CreateService"], SERVICES).when(&[TAGGED_ON_CREATE]),
            allow(&["ecs:TagResource"], SERVICES).when(&[TAGGED_ON_CREATE, CREATION]),
            allow(&["ecs:TagResource"], SERVICES).when(TAGGED_AGAIN),
            allow(&["ecs:DeleteService", "ecs:UpdateService"], SERVICES).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ecs:DescribeServices", "ecs:ListServices"])],
        dependents: &[dependents("ecs:CreateService", &["ecs:TagResource"])],
    };
}
