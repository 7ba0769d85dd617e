//! Databases.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::{DbParameterGroupName, DbSubnetGroupName, RoleArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};

kind! {
    /// A database instance: encrypted, private, and with a password that RDS manages in Secrets Manager.
    DbInstance is "database", "AWS::RDS::DBInstance" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        name_limit: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        local: [on_destroy, linked_role],
        externally_managed: [storage],
        unreported: {
            snapshot: "AWS does not report which snapshot a database was created from",
        },
        listed: [on_destroy],
        constants: [
            publicly_accessible, storage_type, managed_password, iam_authentication, auto_minor_upgrades, copy_tags_to_snapshots, monitoring_interval,
        ],
        unread: {
            storage_encrypted: "AWS cannot change it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
            engine_lifecycle_support: "it only matters when the database is created or upgraded",
            enable_performance_insights: "it follows from the class, and AWS replaces Performance Insights by Database Insights",
        },
        holds_data: true,
        create: 840 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// The instance's identifier.
            id: DbIdentifier,
            /// The host name of the database.
            endpoint: HostName,
            /// The TCP port of the database.
            port: Port,
            /// The ARN of the secret that contains the master user and its password.
            secret: SecretArn,
        },
    }
    /// The ARN of the snapshot to restore from; `None` for an empty database.
    snapshot: Option<String>,
    /// `mysql`, `mariadb` or `postgres`.
    engine: String,
    /// The engine's version; a branch, such as `8.4`, means its newest release.
    version: String,
    /// The instance class, such as `db.t4g.medium`.
    class: String,
    /// Initial storage, in GiB.
    storage: u32,
    /// Maximum storage that autoscaling may grow to, in GiB.
    max_storage: u32,
    /// Whether a standby instance runs in another zone.
    multi_az: bool,
    /// Days for which automated backups are kept.
    backup_days: u32,
    /// The database's subnet group.
    subnet_group: Ref<DbSubnetGroupName>,
    /// The database's security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The database parameter group.
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
    /// Whether AWS refuses to delete the database (deletion protection).
    deletion_protection: bool,
    /// `Snapshot`, which keeps a final snapshot, or `Delete`.
    on_destroy: Retention,
    /// The service-linked role that the service acts with, which must exist first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for DbInstance {
    const ADVICE: &'static [Advice] = DATABASES;
}
