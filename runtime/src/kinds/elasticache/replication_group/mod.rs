//! Replication groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CacheSubnetGroupName, RoleArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A replication group, encrypted at rest and in transit.
    ReplicationGroup is "replication group", "AWS::ElastiCache::ReplicationGroup" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
        named: 40,
        replaces: [engine, subnet_group],
        local: [linked_role],
        unreported: [linked_role],
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

impl HasAdvice for ReplicationGroup {
    const ADVICE: &'static [Advice] = &[Advice::new(
        &["InsufficientCacheClusterCapacity"],
        "AWS has no capacity for this node in these zones: run the same command again later, or declare another `cache.node`",
    )];
}
