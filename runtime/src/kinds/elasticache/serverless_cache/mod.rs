//! Serverless caches.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{RoleArn, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A serverless cache, encrypted at rest and in transit.
    ServerlessCache is "serverless cache", "AWS::ElastiCache::ServerlessCache" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html
        named: 40,
        replaces: [engine, subnets],
        local: [linked_role],
        unreported: [linked_role],
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

impl HasAdvice for ServerlessCache {
    const ADVICE: &'static [Advice] = &[];
}
