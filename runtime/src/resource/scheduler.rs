//! Amazon EventBridge Scheduler.

use super::Ref;
use super::id::{ClusterArn, RoleArn, SchemaId, SecurityGroupId, SubnetId, TaskDefinitionArn};

kind! {
    /// A schedule that runs one Fargate task, whatever the number of replicas.
    Schedule is "schedule", "AWS::Scheduler::Schedule" of "scheduler" {
        named: 64,
        unsent: [schema],
        untold: [schema],
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
