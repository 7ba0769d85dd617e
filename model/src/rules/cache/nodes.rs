//! Rules on the nodes of a cache, and on the snapshots of any cache.

use super::nodes;
use crate::facts::cache::{AS_OF, PREFIX, find, nearest, node_form, sizes};
use crate::facts::offered::{Class, Found};
use crate::rules::offered::Written;
use crate::{Architecture, Cache, Problem, Sessions, Subject, Text};

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
    "MS808" cache_node_form {
        statement: "A node type is `cache.`, a family and a size, in lower case.",
        why: "ElastiCache refuses any other text as a node type.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
        reads: ["cache.node"],
        wrong: "node: \"r6g.large\"",
        right: "node: \"cache.r6g.large\"",
    }
    "MS809" cache_node_offered {
        statement: "ElastiCache offers the node type in the region.",
        why: "ElastiCache refuses a node type that it does not offer in the region.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
        reads: ["region", "cache.node"],
        as_of: AS_OF,
        wrong: "region: \"me-central-1\", node: \"cache.t4g.small\"",
        right: "region: \"me-central-1\", node: \"cache.t3.small\"",
    }
    "MS810" cache_node_known: Warned {
        statement: "The node type is known to this release of moodle-stack.",
        why: "AWS may have added it since; if it is a typo, ElastiCache refuses it in the middle of a deployment.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
        reads: ["cache.node"],
        as_of: AS_OF,
        wrong: "node: \"cache.r9g.large\"",
        right: "node: \"cache.r8g.large\"",
    }
    "MS811" cache_failover_node: Warned {
        statement: "A cache has a second node for failover.",
        why: "When the only node is lost or replaced, pages are slow or fail until a new node is ready. With `sessions: Cache`, all users are also signed out.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
        reads: ["cache.nodes", "moodle.sessions"],
        wrong: "nodes: 1",
        right: "nodes: 2",
    }
}

/// A cache has 1 to 6 nodes.
#[must_use]
pub const fn cache_nodes(stack: &Architecture) -> Option<Problem> {
    let Some(cache) = nodes(stack) else {
        return None;
    };
    if cache.nodes >= 1 && cache.nodes <= 6 {
        return None;
    }
    let what = Text::new("a cache must have 1 to 6 nodes, got ").number(cache.nodes as u64);
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
    let what = Text::new("ElastiCache keeps snapshots for 0 to 35 days, got ").number(days as u64);
    Problem::at(
        Subject::at("cache.snapshot_days"),
        what,
        Text::new("write `snapshot_days: 35`"),
    )
}

/// A node type is `cache.`, a family and a size.
#[must_use]
pub const fn cache_node_form(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    match node_form(written.text) {
        Ok(_) => None,
        Err(fault) => written.malformed(fault, near(stack, &written)),
    }
}

/// ElastiCache offers the node type in the region.
#[must_use]
pub const fn cache_node_offered(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    let Ok(node) = node_form(written.text) else {
        return None;
    };
    let lacks = Text::new("ElastiCache has no `").push(written.text).push("`");
    let (what, against) = match find(node, stack.region) {
        Found::SizeUnknown => (lacks, None),
        Found::Elsewhere => (
            lacks.push(" in ").push(stack.region).push(", only in other regions"),
            Some(Subject::at("region")),
        ),
        // An unknown family may be newer than the table: MS810 warns about it.
        Found::FamilyUnknown | Found::Here | Found::RegionUnknown => return None,
    };
    let sizes = match against {
        None => Some(sizes(node.family, stack.region)),
        Some(_) => None,
    };
    Some(Problem {
        at: Subject::at(PATH),
        against,
        what,
        help: written.instead(node, sizes, near(stack, &written)),
    })
}

/// The node type is known to this release of moodle-stack.
#[must_use]
pub const fn cache_node_known(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    match node_form(written.text) {
        Ok(node) if matches!(find(node, stack.region), Found::FamilyUnknown) => {
            written.newer(AS_OF, near(stack, &written))
        }
        _ => None,
    }
}

/// A cache has a second node for failover.
#[must_use]
pub const fn cache_failover_node(stack: &Architecture) -> Option<Problem> {
    match nodes(stack) {
        Some(cache) if cache.nodes == 1 => {
            let lost = match stack.moodle.sessions {
                Sessions::Database => "pages are slow or fail when it is lost",
                Sessions::Cache => "all users are signed out when it is lost",
            };
            let what = Text::new("a cache with one node has no failover: ").push(lost);
            Problem::at(Subject::at("cache.nodes"), what, Text::new("write `nodes: 2`"))
        }
        _ => None,
    }
}

const PATH: &str = "cache.node";

const fn written(stack: &Architecture) -> Option<Written> {
    match nodes(stack) {
        Some(cache) => Some(Written {
            path: PATH,
            key: "node",
            prefix: PREFIX,
            noun: "node type",
            text: cache.node,
        }),
        None => None,
    }
}

const fn near(stack: &Architecture, written: &Written) -> Option<Class<'static>> {
    nearest(written.whole().as_str(), stack.region)
}
