//! Serverless caches.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CacheUserGroupId, RoleArn, SecretArn, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A serverless cache, encrypted at rest and in transit.
    ServerlessCache is "serverless cache", "AWS::ElastiCache::ServerlessCache" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html
        name_limit: 40,
        replaces: [engine, subnets],
        incidental: [password, user_group],
        local: [linked_role],
        unreported: {
            password: "the cache has it by its user group",
            user_group: "the cache's authentication compares it",
        },
        create: 90 to 1800,
        delete: 120 to 1800,
        outputs: {
            /// The cache's name.
            name: CacheName,
            /// The host name of the cache's endpoint.
            endpoint: HostName,
            /// The port of that endpoint.
            port: Port,
        },
    }
    /// What the cache is for.
    description: String,
    /// The engine: `redis` or `valkey`.
    engine: String,
    /// The engine's major version, such as `8`.
    version: String,
    /// The maximum storage, in GB.
    storage: u32,
    /// The minimum number of ElastiCache processing units (ECPU) per second.
    ecpu_min: u32,
    /// The maximum number of ElastiCache processing units (ECPU) per second.
    ecpu_max: u32,
    /// The subnets: two or three, in different zones.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of the cache.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The user group that the cache is created with. A cache of an earlier version of this program gets it with its
    /// [`CacheAuthentication`](super::CacheAuthentication).
    user_group: Ref<CacheUserGroupId>,
    /// The secret with the password of the group's user. It is only recorded in a tag.
    password: Ref<SecretArn>,
    /// The number of days that snapshots are kept; 0 disables them.
    snapshot_days: u32,
    /// The service-linked role of ElastiCache. This only orders the steps: the role is created first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for ServerlessCache {
    const ADVICE: &'static [Advice] = &[];
}
