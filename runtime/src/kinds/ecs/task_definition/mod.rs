//! Task definitions.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AccessPointId, FileSystemId, LogGroupName, RoleArn};
use crate::resource::{Advice, HasAdvice, Joined, Ref, kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
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

impl HasAdvice for TaskDefinition {
    const ADVICE: &'static [Advice] = &[];
}
