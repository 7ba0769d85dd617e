//! Database clusters.

#[cfg(feature = "aws")]
pub(super) mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::{DbParameterGroupName, DbSubnetGroupName, RoleArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};

kind! {
    /// An Aurora cluster: encrypted, private, its password managed by RDS in Secrets Manager.
    DbCluster is "database cluster", "AWS::RDS::DBCluster" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
        named: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        local: [on_destroy, linked_role],
        unreported: [snapshot, log_days, on_destroy, linked_role],
        listed: [on_destroy],
        holds_data: true,
        create: 45 to 1800,
        delete: 120 to 3600,
        outputs: {
            /// Its identifier.
            id: DbIdentifier,
            /// The secret that holds user and password.
            secret: SecretArn,
        },
    }
    /// The copy that it is made from, where it is not made empty.
    snapshot: Option<String>,
    /// `aurora-mysql` or `aurora-postgresql`.
    engine: String,
    /// The engine's version.
    version: String,
    /// Serverless capacity in half ACUs, least and most; nothing where instances have a class.
    capacity: Option<(u32, u32)>,
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

impl HasAdvice for DbCluster {
    const ADVICE: &'static [Advice] = DATABASES;
}
