//! `cache`.

use crate::Range;

one_of! {
    /// The cache system.
    Cache in cache {
        /// Amazon ElastiCache for Redis OSS, on nodes.
        Redis(Nodes),
        /// Amazon ElastiCache for Valkey, on nodes.
        Valkey(Nodes),
        /// Amazon ElastiCache Serverless for Redis OSS.
        ServerlessRedis(Serverless),
        /// Amazon ElastiCache Serverless for Valkey.
        ServerlessValkey(Serverless),
    }
}

section! {
    /// An ElastiCache replication group, encrypted at rest and in transit.
    Nodes {
        /// The engine's version, such as `7.1`.
        version: &'static str,
        /// The node type, such as `cache.r6g.large`.
        node: &'static str,
        /// The number of nodes, in different zones: 1 to 6; failover needs at least two.
        nodes: u32 = 2,
        /// The number of days that snapshots are kept: 0 to 35; 0 disables them.
        snapshot_days: u32 = 0,
    }
}

section! {
    /// An ElastiCache Serverless cache.
    Serverless {
        /// The engine's major version, such as `8`.
        version: &'static str,
        /// The maximum storage in GB: 1 to 5000.
        storage: u32 = 10,
        /// The minimum and maximum processing units per second: 1000 to 15000000.
        ecpu: Range<u32> = Range { min: 1000, max: 100_000 },
        /// The number of days that snapshots are kept: 0 to 35; 0 disables them.
        snapshot_days: u32 = 0,
    }
}
