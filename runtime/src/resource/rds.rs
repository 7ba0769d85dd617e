//! Amazon RDS and Aurora.

use super::Ref;
use super::id::{
    DbIdentifier, DbParameterGroupName, DbSubnetGroupName, RoleArn, SecurityGroupId, SubnetId, TopicArn, VpcId,
};
use std::collections::BTreeMap;

/// What `on_destroy` says where a last snapshot is wanted. What is deleted without its declaration leaves one, too.
pub const KEEP: &str = "Snapshot";

kind! {
    /// A subnet group of databases.
    DbSubnetGroup is "database subnet group", "AWS::RDS::DBSubnetGroup" of "rds" {
        named: 255,
        replaces: [vpc],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: DbSubnetGroupName,
        },
    }
    /// The VPC, out of which it cannot move.
    vpc: Ref<VpcId>,
    /// What it is for.
    description: String,
    /// The subnets.
    subnets: Vec<Ref<SubnetId>>,
}

kind! {
    /// A parameter group of database instances.
    DbParameterGroup is "database parameter group", "AWS::RDS::DBParameterGroup" of "rds" {
        named: 255,
        replaces: [family, description],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: DbParameterGroupName,
        },
    }
    /// The family, as `mysql8.4`.
    family: String,
    /// What it is for.
    description: String,
    /// The parameters that differ from the engine's defaults.
    parameters: BTreeMap<String, String>,
}

kind! {
    /// A parameter group of Aurora clusters.
    DbClusterParameterGroup is "cluster parameter group", "AWS::RDS::DBClusterParameterGroup" of "rds" {
        named: 255,
        replaces: [family, description],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: DbParameterGroupName,
        },
    }
    /// The family, as `aurora-mysql8.0`.
    family: String,
    /// What it is for.
    description: String,
    /// The parameters that differ from the engine's defaults.
    parameters: BTreeMap<String, String>,
}

kind! {
    /// A database instance: encrypted, private, its password managed by RDS in Secrets Manager.
    DbInstance is "database", "AWS::RDS::DBInstance" of "rds" {
        named: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        unsent: [on_destroy, linked_role],
        steered: [storage],
        untold: [snapshot, log_days, on_destroy, linked_role],
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
    on_destroy: String,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

kind! {
    /// An Aurora cluster: encrypted, private, its password managed by RDS in Secrets Manager.
    DbCluster is "database cluster", "AWS::RDS::DBCluster" of "rds" {
        named: 63,
        replaces: [engine, subnet_group, database, user],
        incidental: [snapshot],
        unsent: [on_destroy, linked_role],
        untold: [snapshot, log_days, on_destroy, linked_role],
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
    on_destroy: String,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

kind! {
    /// One instance of an Aurora cluster: the first is the writer.
    DbClusterInstance is "cluster instance", "AWS::RDS::DBInstance::Cluster" of "rds" {
        named: 63,
        replaces: [cluster, engine],
        listed: [cluster],
        create: 380 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// Its identifier.
            id: DbIdentifier,
            /// The host name that the cluster's writer answers on.
            endpoint: HostName,
            /// The port that the cluster answers on.
            port: Port,
        },
    }
    /// The cluster.
    cluster: Ref<DbIdentifier>,
    /// The cluster's engine.
    engine: String,
    /// The instance class; `db.serverless` where capacity is.
    class: String,
    /// The order in which readers take over: 0 first.
    tier: u32,
}

kind! {
    /// A subscription of a topic to the events of a database.
    EventSubscription is "event subscription", "AWS::RDS::EventSubscription" of "rds" {
        named: 255,
        replaces: [source_type],
        create: 10 to 600,
        delete: 10 to 600,
        outputs: {
            /// Its name.
            name: EventSubscriptionName,
        },
    }
    /// The topic.
    topic: Ref<TopicArn>,
    /// `db-instance` or `db-cluster`.
    source_type: String,
    /// The databases.
    sources: Vec<Ref<DbIdentifier>>,
    /// Which events.
    categories: Vec<String>,
}
