//! Database clusters.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::{DbParameterGroupName, DbSubnetGroupName, RoleArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};

kind! {
    /// An Aurora cluster: encrypted, private, and with a password that RDS manages in Secrets Manager.
    DbCluster is "database cluster", "AWS::RDS::DBCluster" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
        name_limit: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        local: [on_destroy, linked_role],
        unreported: {
            snapshot: "AWS does not report which snapshot a database was created from",
        },
        listed: [on_destroy],
        constants: [managed_password, iam_authentication, copy_tags_to_snapshots],
        unread: {
            storage_encrypted: "AWS cannot change it: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
            engine_lifecycle_support: "it only matters when the database is created or upgraded",
        },
        holds_data: true,
        create: 45 to 1800,
        delete: 120 to 3600,
        outputs: {
            /// The cluster's identifier.
            id: DbIdentifier,
            /// The ARN of the secret that contains the master user and its password.
            secret: SecretArn,
        },
    }
    /// The ARN of the snapshot to restore from; `None` for an empty database.
    snapshot: Option<String>,
    /// `aurora-mysql` or `aurora-postgresql`.
    engine: String,
    /// The engine's version.
    version: String,
    /// The minimum and maximum of the serverless capacity, in half ACUs; `None` if the instances have a class.
    capacity: Option<(u32, u32)>,
    /// Days for which automated backups are kept.
    backup_days: u32,
    /// The database's subnet group.
    subnet_group: Ref<DbSubnetGroupName>,
    /// The database's security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The cluster parameter group.
    parameter_group: Ref<DbParameterGroupName>,
    /// The name of the database that is created in it.
    database: String,
    /// The name of the master user.
    user: String,
    /// The TCP port that the database listens on.
    port: u16,
    /// The logs that RDS sends to CloudWatch, under RDS's names for them.
    log_exports: Vec<String>,
    /// Days for which CloudWatch keeps these logs.
    log_days: u32,
    /// Whether AWS refuses to delete the cluster (deletion protection).
    deletion_protection: bool,
    /// `Snapshot`, which keeps a final snapshot, or `Delete`.
    on_destroy: Retention,
    /// The service-linked role that the service acts with, which must exist first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for DbCluster {
    const ADVICE: &'static [Advice] = DATABASES;
}
