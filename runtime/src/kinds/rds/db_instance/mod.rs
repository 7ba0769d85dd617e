//! Databases.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::{DbParameterGroupName, DbSubnetGroupName, RoleArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};

kind! {
    /// A database instance: encrypted, private, its password managed by RDS in Secrets Manager.
    DbInstance is "database", "AWS::RDS::DBInstance" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        named: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        local: [on_destroy, linked_role],
        externally_managed: [storage],
        unreported: [snapshot, log_days, on_destroy, linked_role],
        listed: [on_destroy],
        holds_data: true,
        create: 840 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// Its identifier.
            id: DbIdentifier,
            /// The host name that it answers on.
            endpoint: HostName,
            /// The port that it answers on.
            port: Port,
            /// The secret that holds user and password.
            secret: SecretArn,
        },
    }
    /// The copy that it is made from, where it is not made empty.
    snapshot: Option<String>,
    /// `mysql`, `mariadb` or `postgres`.
    engine: String,
    /// The engine's version; a branch, as `8.4`, stands for its newest release.
    version: String,
    /// The instance class.
    class: String,
    /// Storage in GiB at the start.
    storage: u32,
    /// Storage in GiB that it may grow to.
    max_storage: u32,
    /// Whether a standby runs in another zone.
    multi_az: bool,
    /// For how many days backups are kept.
    backup_days: u32,
    /// The subnet group.
    subnet_group: Ref<DbSubnetGroupName>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The parameter group.
    parameter_group: Ref<DbParameterGroupName>,
    /// The database in it.
    database: String,
    /// The master user.
    user: String,
    /// The port.
    port: u16,
    /// Which of its logs go to CloudWatch.
    log_exports: Vec<String>,
    /// For how many days CloudWatch keeps them.
    log_days: u32,
    /// Whether AWS refuses to delete it.
    deletion_protection: bool,
    /// `Snapshot` or `Delete`.
    on_destroy: Retention,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for DbInstance {
    const ADVICE: &'static [Advice] = DATABASES;
}
