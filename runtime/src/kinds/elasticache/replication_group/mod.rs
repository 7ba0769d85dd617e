//! Replication groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CacheParameterGroupName, CacheSubnetGroupName, RoleArn, SecretArn, SecurityGroupId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A replication group: a cache on nodes, encrypted at rest and in transit.
    ReplicationGroup is "replication group", "AWS::ElastiCache::ReplicationGroup" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
        name_limit: 40,
        replaces: [engine, subnet_group],
        local: [linked_role],
        constants: [auto_minor_upgrades, encryption_in_transit, failover],
        unread: {
            at_rest_encryption_enabled: "AWS cannot change it: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
            port: "AWS cannot change it: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html",
        },
        create: 480 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// The replication group's name.
            name: CacheName,
            /// The host name of the endpoint of the primary node.
            endpoint: HostName,
            /// The port of that endpoint.
            port: Port,
        },
    }
    /// What the cache is for.
    description: String,
    /// The engine: `redis` or `valkey`.
    engine: String,
    /// The engine's version, such as `7.1`.
    version: String,
    /// The node type, such as `cache.r6g.large`.
    node: String,
    /// The number of nodes, the primary included. With two or more, they are spread over zones, and failover is
    /// automatic.
    nodes: u32,
    /// The subnet group whose subnets the nodes are in.
    subnet_group: Ref<CacheSubnetGroupName>,
    /// The security groups of the cache.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The parameter group of the nodes. It belongs to the engine's version, so both change in one call.
    parameter_group: Ref<CacheParameterGroupName>,
    /// The secret with the password that clients send; `None` if the version cannot get a password later. If the cache had
    /// none, it accepts clients with and without it, until its [`CacheAuthentication`](super::CacheAuthentication) exists.
    password: Option<Ref<SecretArn>>,
    /// The number of days that snapshots are kept; 0 disables them.
    snapshot_days: u32,
    /// The service-linked role of ElastiCache. This only orders the steps: the role is created first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for ReplicationGroup {
    const ADVICE: &'static [Advice] = &[Advice::new(
        &["InsufficientCacheClusterCapacity"],
        "AWS has no capacity for this node in these zones: run the same command again later, or declare another `cache.node`",
    )];
}
