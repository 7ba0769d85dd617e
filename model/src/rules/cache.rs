//! Rules on `cache`.

use crate::{Architecture, Cache, Problem, Subject, Text};

rules! {
    "MS801" cache_nodes {
        statement: "A cache has 1 to 6 nodes.",
        why: "ElastiCache refuses a replication group with any other number.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        reads: ["cache.nodes"],
        wrong: "nodes: 7",
        right: "nodes: 6",
    }
    "MS802" cache_snapshot_days {
        statement: "Snapshots of a cache are kept for up to 35 days.",
        why: "ElastiCache refuses a longer retention limit.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        reads: ["cache.snapshot_days"],
        wrong: "snapshot_days: 36",
        right: "snapshot_days: 35",
    }
    "MS803" cache_ecpu {
        statement: "The fewest processing units of a serverless cache are no more than the most.",
        why: "ElastiCache refuses limits that are upside down.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ECPUPerSecond.html",
        reads: ["cache.ecpu"],
        wrong: "ecpu: 100000..=1000",
        right: "ecpu: 1000..=100000",
    }
}

/// A cache has 1 to 6 nodes.
#[must_use]
pub const fn cache_nodes(stack: &Architecture) -> Option<Problem> {
    let (Cache::Redis(cache) | Cache::Valkey(cache)) = stack.cache else {
        return None;
    };
    if cache.nodes >= 1 && cache.nodes <= 6 {
        return None;
    }
    let what = Text::new("a cache has 1 to 6 nodes, and this is ").number(cache.nodes as u64);
    let help = if cache.nodes == 0 {
        "write `nodes: 2`"
    } else {
        "write `nodes: 6`"
    };
    Problem::at(Subject::at("cache.nodes"), what, Text::new(help))
}

/// Snapshots of a cache are kept for up to 35 days.
#[must_use]
pub const fn cache_snapshot_days(stack: &Architecture) -> Option<Problem> {
    let days = match stack.cache {
        Cache::Redis(cache) | Cache::Valkey(cache) => cache.snapshot_days,
        Cache::ServerlessRedis(cache) | Cache::ServerlessValkey(cache) => cache.snapshot_days,
    };
    if days <= 35 {
        return None;
    }
    let what = Text::new("ElastiCache keeps snapshots for 0 to 35 days, and this is ").number(days as u64);
    Problem::at(
        Subject::at("cache.snapshot_days"),
        what,
        Text::new("write `snapshot_days: 35`"),
    )
}

/// The fewest processing units of a serverless cache are no more than the most.
#[must_use]
pub const fn cache_ecpu(stack: &Architecture) -> Option<Problem> {
    let (Cache::ServerlessRedis(cache) | Cache::ServerlessValkey(cache)) = stack.cache else {
        return None;
    };
    let (min, max) = (cache.ecpu.min as u64, cache.ecpu.max as u64);
    if min <= max {
        return None;
    }
    let what = Text::new("the fewest processing units, ")
        .number(min)
        .push(", are more than the most, ")
        .number(max);
    let help = Text::new("write `ecpu: ").number(max).push("..=").number(min).push("`");
    Problem::at(Subject::at("cache.ecpu"), what, help)
}
