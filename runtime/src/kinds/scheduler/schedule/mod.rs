//! Schedules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{ClusterArn, RoleArn, SchemaId, SecurityGroupId, SubnetId, TaskDefinitionArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A schedule that runs one Fargate task, whatever the number of replicas.
    Schedule is "schedule", "AWS::Scheduler::Schedule" of "scheduler" {
        // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
        named: 64,
        local: [schema],
        unreported: [schema],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ScheduleArn,
        },
    }
    /// Whether it runs anything: it is held while Moodle is upgraded.
    enabled: bool,
    /// Moodle's tables: nothing runs before they are there.
    schema: Ref<SchemaId>,
    /// When, as `rate(1 minute)`.
    expression: String,
    /// The cluster.
    cluster: Ref<ClusterArn>,
    /// The task definition.
    task_definition: Ref<TaskDefinitionArn>,
    /// The role that starts the task.
    role: Ref<RoleArn>,
    /// The subnets, through their routes.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups, through their rules.
    groups: Vec<Ref<SecurityGroupId>>,
}

impl HasAdvice for Schedule {
    const ADVICE: &'static [Advice] = &[];
}
