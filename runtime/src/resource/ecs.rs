//! Amazon ECS.

use super::id::{
    AccessPointId, ClusterArn, FileSystemId, LogGroupName, RoleArn, SchemaId, SecurityGroupId, SubnetId,
    TargetGroupArn, TaskDefinitionArn,
};
use super::{Joined, Ref};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

kind! {
    /// A cluster with the capacity providers FARGATE and FARGATE_SPOT.
    Cluster is "cluster", "AWS::ECS::Cluster" of "ecs" {
        named: 255,
        unsent: [linked_role],
        untold: [log_days, linked_role],
        create: 10 to 600,
        delete: 10 to 900,
        outputs: {
            /// Its ARN.
            arn: ClusterArn,
            /// Its name.
            name: ClusterName,
        },
    }
    /// Whether Container Insights measures its tasks.
    container_insights: bool,
    /// For how many days what Container Insights writes down is kept.
    log_days: u32,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

/// What every task definition calls its one container.
pub const CONTAINER: &str = "moodle";

/// The file system of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Volume {
    /// The file system, through its mount targets.
    pub file_system: Ref<FileSystemId>,
    /// The access point; IAM and TLS are required.
    pub access_point: Ref<AccessPointId>,
    /// Where the container sees it.
    pub mount: String,
}

kind! {
    /// A task definition of one container on Fargate.
    TaskDefinition is "task definition", "AWS::ECS::TaskDefinition" of "ecs" {
        named: 255,
        replaces: [
            cpu, memory, arm, image, command, environment, secrets, execution_role, task_role, log_group, log_prefix,
            port, stop_timeout, health_command, volume, scratch, read_only, init,
            user,
        ],
        replacement: Revision,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN, with the revision.
            arn: TaskDefinitionArn,
        },
    }
    /// CPU units.
    cpu: u32,
    /// Memory in MiB.
    memory: u32,
    /// Whether it runs on Arm.
    arm: bool,
    /// The container image.
    image: Joined,
    /// What the container runs; empty for the image's own.
    command: Vec<String>,
    /// Environment variables; no secret is among them.
    environment: BTreeMap<String, Joined>,
    /// Environment variables that ECS fills from secrets: an ARN, or an ARN with a JSON key.
    secrets: BTreeMap<String, Joined>,
    /// The role that pulls the image, reads the secrets and writes logs.
    execution_role: Ref<RoleArn>,
    /// The role that Moodle itself has.
    task_role: Ref<RoleArn>,
    /// The log group.
    log_group: Ref<LogGroupName>,
    /// What the names of log streams begin with.
    log_prefix: String,
    /// The port that the container listens on; none for a task that serves nothing.
    port: Option<u16>,
    /// How many seconds a task may take to stop.
    stop_timeout: u32,
    /// What tells whether the container is well; empty for no check.
    health_command: Vec<String>,
    /// The file system.
    volume: Volume,
    /// The folders that are empty when a task starts, and gone with it.
    scratch: BTreeSet<String>,
    /// Whether nothing but the file system and those folders can be written to.
    read_only: bool,
    /// Whether a process of ECS's own reaps what others leave behind.
    init: bool,
    /// The user that it runs as; nothing for the image's own.
    user: Option<String>,
}

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
        named: 255,
        replaces: [cluster],
        unsent: [schema, initial_count],
        untold: [schema, initial_count],
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
