//! Schedules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ClusterArn, RoleArn, SchemaId, SecurityGroupId, SubnetId, TaskDefinitionArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A schedule that runs one Fargate task each time, regardless of the number of replicas.
    Schedule is "schedule", "AWS::Scheduler::Schedule" of "scheduler" {
        // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
        name_limit: 64,
        local: [schema],
        constants: [retries, task, window],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The schedule's ARN.
            arn: ScheduleArn,
        },
    }
    /// Whether the schedule starts tasks. It does not while Moodle is upgraded.
    enabled: bool,
    /// Moodle's tables, which must exist before the first task runs.
    schema: Ref<SchemaId>,
    /// When a task starts, such as `rate(1 minute)`.
    expression: String,
    /// The ECS cluster that the task runs on.
    cluster: Ref<ClusterArn>,
    /// The definition of the task.
    task_definition: Ref<TaskDefinitionArn>,
    /// The role that EventBridge Scheduler uses to start the task.
    role: Ref<RoleArn>,
    /// The subnets of the task, taken from their route tables.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of the task, taken from their rules.
    groups: Vec<Ref<SecurityGroupId>>,
}

impl HasAdvice for Schedule {
    const ADVICE: &'static [Advice] = &[];
}
