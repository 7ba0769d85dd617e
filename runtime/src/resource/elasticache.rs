//! Amazon ElastiCache.

use super::Ref;
use super::id::{CacheSubnetGroupName, RoleArn, SecurityGroupId, SubnetId, VpcId};

kind! {
    /// A subnet group of caches.
    CacheSubnetGroup is "cache subnet group", "AWS::ElastiCache::SubnetGroup" of "elasticache" {
        named: 255,
        replaces: [vpc],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: CacheSubnetGroupName,
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
    /// A replication group, encrypted at rest and in transit.
    ReplicationGroup is "replication group", "AWS::ElastiCache::ReplicationGroup" of "elasticache" {
        named: 40,
        replaces: [engine, subnet_group],
        unsent: [linked_role],
        untold: [linked_role],
        create: 480 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// Its name.
            name: CacheName,
            /// The host name that the primary answers on.
            endpoint: HostName,
            /// The port that it answers on.
            port: Port,
        },
    }
    /// What it is for.
    description: String,
    /// `redis` or `valkey`.
    engine: String,
    /// The engine's version.
    version: String,
    /// The node type.
    node: String,
    /// How many nodes; with two or more, failover is automatic and over zones.
    nodes: u32,
    /// The subnet group.
    subnet_group: Ref<CacheSubnetGroupName>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// For how many days snapshots are kept.
    snapshot_days: u32,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

kind! {
    /// A serverless cache, encrypted at rest and in transit.
    ServerlessCache is "serverless cache", "AWS::ElastiCache::ServerlessCache" of "elasticache" {
        named: 40,
        replaces: [engine, subnets],
        unsent: [linked_role],
        untold: [linked_role],
        create: 90 to 1800,
        delete: 120 to 1800,
        outputs: {
            /// Its name.
            name: CacheName,
            /// The host name that it answers on.
            endpoint: HostName,
            /// The port that it answers on.
            port: Port,
        },
    }
    /// What it is for.
    description: String,
    /// `redis` or `valkey`.
    engine: String,
    /// The engine's major version.
    version: String,
    /// The most data, in GB.
    storage: u32,
    /// The fewest processing units per second.
    ecpu_min: u32,
    /// The most processing units per second.
    ecpu_max: u32,
    /// The subnets: two or three, in different zones.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// For how many days snapshots are kept.
    snapshot_days: u32,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}
