//! Task definitions.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AccessPointId, FileSystemId, LogGroupName, RoleArn};
use crate::resource::{Advice, HasAdvice, Joined, Ref, kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the only container in each task definition.
pub const CONTAINER: &str = "moodle";

/// The file system that a task mounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Volume {
    /// The file system, by a reference that waits for its mount targets.
    pub file_system: Ref<FileSystemId>,
    /// The access point that the file system is mounted through, with IAM authorization and TLS.
    pub access_point: Ref<AccessPointId>,
    /// The path in the container where the file system is mounted.
    pub mount: String,
}

kind! {
    /// A task definition of one container on Fargate.
    TaskDefinition is "task definition", "AWS::ECS::TaskDefinition" of "ecs" {
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
        name_limit: 255,
        replaces: [
            cpu, memory, arm, image, command, environment, secrets, execution_role, task_role, log_group, log_prefix,
            port, stop_timeout, health_command, volume, scratch, read_only, init,
            user,
        ],
        unread: {
            network_mode: "AWS cannot change a revision",
            requires_compatibilities: "AWS cannot change a revision",
            operating_system_family: "AWS cannot change a revision",
            iam: "AWS cannot change a revision",
            transit_encryption: "AWS cannot change a revision",
            log_driver: "AWS cannot change a revision",
            protocol: "AWS cannot change a revision",
            essential: "AWS cannot change a revision",
            interval: "AWS cannot change a revision",
            timeout: "AWS cannot change a revision",
            retries: "AWS cannot change a revision",
            start_period: "AWS cannot change a revision",
        },
        replacement: Revision,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The ARN of the revision.
            arn: TaskDefinitionArn,
        },
    }
    /// The CPU units of a task, 1024 per vCPU.
    cpu: u32,
    /// The memory of a task, in MiB.
    memory: u32,
    /// Whether the image is for 64-bit Arm; otherwise, for 64-bit x86.
    arm: bool,
    /// The reference of the container image: registry, repository, and tag or digest.
    image: Joined,
    /// The container's command, as its arguments; empty for the image's own.
    command: Vec<String>,
    /// The environment variables by name, without secrets.
    environment: BTreeMap<String, Joined>,
    /// The environment variables that ECS fills from secrets, by name: a secret's ARN, or its ARN with a JSON key.
    secrets: BTreeMap<String, Joined>,
    /// The role that ECS uses to pull the image, read the secrets and write logs.
    execution_role: Ref<RoleArn>,
    /// The role of Moodle itself, in the container.
    task_role: Ref<RoleArn>,
    /// The log group that the container's output is written to.
    log_group: Ref<LogGroupName>,
    /// The prefix of the names of log streams, such as `web`.
    log_prefix: String,
    /// The TCP port that the container listens on; `None` for a task that serves nothing.
    port: Option<u16>,
    /// The seconds that the container has to stop before ECS kills it.
    stop_timeout: u32,
    /// The command, as its arguments, that exits with 0 if the container is healthy; empty for no health check.
    health_command: Vec<String>,
    /// The file system that the container mounts.
    volume: Volume,
    /// The paths of directories that are empty when a task starts, and are deleted with it.
    scratch: BTreeSet<String>,
    /// Whether the container can write only to the file system and to the directories in `scratch`.
    read_only: bool,
    /// Whether ECS adds an init process to the container, which reaps orphaned processes.
    init: bool,
    /// The user that the container runs as, such as `0` for root; `None` for the image's own.
    user: Option<String>,
}

impl HasAdvice for TaskDefinition {
    const ADVICE: &'static [Advice] = &[];
}
