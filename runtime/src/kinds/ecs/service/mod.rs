//! Services.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::TASKS;
use crate::resource::id::{ClusterArn, SchemaId, SecurityGroupId, SubnetId, TargetGroupArn, TaskDefinitionArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// How tasks are split between the capacity providers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// The weight of `FARGATE`.
    pub fargate: u32,
    /// The weight of `FARGATE_SPOT`.
    pub spot: u32,
    /// The number of tasks placed on `FARGATE` before the weights apply.
    pub base: u32,
}

kind! {
    /// A service behind a load balancer. A deployment runs 50 to 200 percent of the tasks, and a circuit breaker rolls
    /// back a failed deployment.
    Service is "service", "AWS::ECS::Service" of "ecs" {
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
        name_limit: 255,
        replaces: [cluster],
        local: [schema, initial_count],
        listed: [cluster, task_definition],
        constants: [exec, healthy_percent, other_load_balancers, public_ip, rollback, tags_from, zone_rebalancing],
        found_by: [cluster],
        unread: {
            scheduling_strategy: "AWS cannot change it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html",
            deployment_controller: "another controller does not deploy by the same calls, so it would be noticed at once",
            enable_ecs_managed_tags: "it adds AWS's own tags to the tasks, and nothing depends on them",
            platform_version: "ECS may report the number that `LATEST` means",
        },
        create: 120 to 1800,
        delete: 120 to 1800,
        outputs: {
            /// The service's ARN.
            arn: ServiceArn,
            /// The service's name.
            name: ServiceName,
        },
    }
    /// The cluster that the service is in.
    cluster: Ref<ClusterArn>,
    /// Moodle's tables. This only orders the steps: no task serves the site before the tables match its code.
    schema: Ref<SchemaId>,
    /// The task definition, with its revision.
    task_definition: Ref<TaskDefinitionArn>,
    /// The target group, by a reference that waits until a listener or a rule forwards to it.
    target_group: Ref<TargetGroupArn>,
    /// The port that the container listens on.
    port: u16,
    /// The subnets that tasks run in, by references that wait for their routes.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of the tasks, by references that wait for the groups' rules.
    groups: Vec<Ref<SecurityGroupId>>,
    /// How tasks are split between the capacity providers.
    shares: Shares,
    /// The number of tasks that the service is created with. After that, only auto scaling decides: a deploy does not
    /// reset the number.
    initial_count: u32,
    /// The seconds during which failed health checks of a new task are ignored.
    grace_period: u32,
}

impl HasAdvice for Service {
    const ADVICE: &'static [Advice] = TASKS;
}
