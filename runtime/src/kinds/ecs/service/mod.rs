//! Services.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::TASKS;
use crate::resource::id::{ClusterArn, SchemaId, SecurityGroupId, SubnetId, TargetGroupArn, TaskDefinitionArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// How tasks are divided between the capacity providers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// FARGATE's weight.
    pub fargate: u32,
    /// FARGATE_SPOT's weight.
    pub spot: u32,
    /// How many tasks are FARGATE's before weights count.
    pub base: u32,
}

kind! {
    /// A service behind a load balancer, with a circuit breaker that rolls back, at 50 to 200 percent while it rolls.
    Service is "service", "AWS::ECS::Service" of "ecs" {
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
        named: 255,
        replaces: [cluster],
        local: [schema, initial_count],
        unreported: [schema, initial_count],
        listed: [cluster, task_definition],
        create: 120 to 1800,
        delete: 120 to 1800,
        outputs: {
            /// Its ARN.
            arn: ServiceArn,
            /// Its name.
            name: ServiceName,
        },
    }
    /// The cluster.
    cluster: Ref<ClusterArn>,
    /// Moodle's tables: no task serves the site before they fit its code.
    schema: Ref<SchemaId>,
    /// The task definition.
    task_definition: Ref<TaskDefinitionArn>,
    /// The target group, through what sends to it.
    target_group: Ref<TargetGroupArn>,
    /// The container's port.
    port: u16,
    /// The subnets, through their routes.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups, through their rules.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The division between capacity providers.
    shares: Shares,
    /// With how many tasks it starts; later the scaler alone decides, and no deploy resets its choice.
    initial_count: u32,
    /// For how many seconds a new task's health checks do not count.
    grace_period: u32,
}

impl HasAdvice for Service {
    const ADVICE: &'static [Advice] = TASKS;
}
