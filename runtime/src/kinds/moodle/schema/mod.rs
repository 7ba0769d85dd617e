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
    /// Moodle's tables in the database. One-off tasks make them and bring them to the version of the code; two tags of the
    /// cluster say of which version they are.
    Schema is "Moodle schema", "Moodle::Schema" of "ecs" {
        replaces: [cluster, database, file_system],
        incidental: [install, upgrade, subnets, groups, log_group, clustered, vault, backup_role, bring_in],
        unreported: [
            cluster, install, upgrade, subnets, groups, log_group, database, clustered, file_system, vault, backup_role, bring_in,
        ],
        listed: [cluster],
        create: 210 to 14400,
        delete: 2 to 300,
        outputs: {
            /// What it is known by.
            id: SchemaId,
        },
    }
    /// Moodle's version, as `5.2`.
    version: String,
    /// The image whose code the tables fit.
    image: String,
    /// The cluster that the tasks run on.
    cluster: Ref<ClusterArn>,
    /// The task that installs Moodle into an empty database.
    install: Ref<TaskDefinitionArn>,
    /// The task that upgrades it, and does all else that is to be done once.
    upgrade: Ref<TaskDefinitionArn>,
    /// The subnets of the tasks, through their routes.
    subnets: Vec<Ref<SubnetId>>,
    /// Their security groups, through their rules.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The log group that both tasks write to.
    log_group: Ref<LogGroupName>,
    /// The database: the instance, or Aurora's cluster.
    database: Ref<DbIdentifier>,
    /// Whether that is a cluster.
    clustered: bool,
    /// The file system.
    file_system: Ref<FileSystemArn>,
    /// The vault that copies of it are put into.
    vault: Ref<BackupVaultName>,
    /// The role that makes them and brings them back.
    backup_role: Ref<RoleArn>,
    /// What is to be brought in before Moodle is installed.
    bring_in: Option<BringIn>,
}

/// Files of another stack that the file system is made with, and that are to be put in their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BringIn {
    /// The file system, through its mount targets.
    pub file_system: Ref<FileSystemId>,
    /// The task that puts them where the site looks for them.
    pub adopt: Ref<TaskDefinitionArn>,
}

impl HasAdvice for Schema {
    const ADVICE: &'static [Advice] = TASKS;
}
