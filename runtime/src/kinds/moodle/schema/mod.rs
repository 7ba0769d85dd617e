//! Moodle schemas.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::kinds::ecs::TASKS;
use crate::resource::id::{
    BackupVaultName, ClusterArn, DbIdentifier, FileSystemArn, FileSystemId, LogGroupName, RoleArn, SecurityGroupId,
    SubnetId, TaskDefinitionArn,
};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

kind! {
    /// Moodle's tables in the database. One-off tasks create them and upgrade them to the version of the code; two tags
    /// on the cluster record which version they have.
    Schema is "Moodle schema", "Moodle::Schema" of "ecs" {
        replaces: [cluster, database, file_system],
        incidental: [install, upgrade, subnets, groups, log_group, clustered, vault, backup_role, bring_in],
        unreported: {
            cluster: "it is a part of the ID",
            install: "the tables keep no record of the tasks and the backups that made them",
            upgrade: "the tables keep no record of the tasks and the backups that made them",
            subnets: "the tables keep no record of the tasks and the backups that made them",
            groups: "the tables keep no record of the tasks and the backups that made them",
            log_group: "the tables keep no record of the tasks and the backups that made them",
            database: "it is a part of the spec hash, which the ID ends with",
            clustered: "the tables keep no record of the tasks and the backups that made them",
            file_system: "it is a part of the spec hash, which the ID ends with",
            vault: "the tables keep no record of the tasks and the backups that made them",
            backup_role: "the tables keep no record of the tasks and the backups that made them",
            bring_in: "the tables keep no record of the tasks and the backups that made them",
        },
        listed: [cluster],
        create: 210 to 14400,
        delete: 2 to 300,
        outputs: {
            /// The tables' ID: the cluster's ARN, `#` and the spec hash.
            id: SchemaId,
        },
    }
    /// Moodle's version, such as `5.2`.
    version: String,
    /// The container image whose code the tables fit.
    image: String,
    /// The ECS cluster that the tasks run on.
    cluster: Ref<ClusterArn>,
    /// The task definition for installing Moodle into an empty database.
    install: Ref<TaskDefinitionArn>,
    /// The task definition for upgrading Moodle, and for everything else that runs once.
    upgrade: Ref<TaskDefinitionArn>,
    /// The subnets of the tasks, taken from their route tables.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of the tasks, taken from their rules.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The log group that both tasks write to.
    log_group: Ref<LogGroupName>,
    /// The identifier of the database: of the instance, or of the Aurora cluster.
    database: Ref<DbIdentifier>,
    /// Whether `database` is an Aurora cluster.
    clustered: bool,
    /// The file system that Moodle's files are in.
    file_system: Ref<FileSystemArn>,
    /// The backup vault for backups of the file system.
    vault: Ref<BackupVaultName>,
    /// The role that AWS Backup creates and restores these backups with.
    backup_role: Ref<RoleArn>,
    /// The restored files to bring in before Moodle is installed; `None` unless the stack is restored from a backup.
    bring_in: Option<BringIn>,
}

/// Files of another stack that the file system is restored with, and that must be moved to where the site expects
/// them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BringIn {
    /// The file system, taken from its mount targets.
    pub file_system: Ref<FileSystemId>,
    /// The task definition for moving the files to where the site expects them.
    pub adopt: Ref<TaskDefinitionArn>,
}

impl HasAdvice for Schema {
    const ADVICE: &'static [Advice] = TASKS;
}
