//! `cache`: the store of sessions and of Moodle's caches.

use super::description::description;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::security::SecurityGroups;
use crate::kinds::elasticache::{CacheSubnetGroup, ReplicationGroup, ServerlessCache};
use crate::resource::Ref;
use crate::resource::id::{CacheName, HostName, Port};
use moodle_stack_model::{Nodes, Serverless};

const KEY: &str = "cache";
/// The maximum number of subnets of a serverless cache, which takes two or three:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html>.
const SERVERLESS_SUBNETS: usize = 3;
/// The maximum length of a serverless cache's description, from the same page. For clusters of nodes and their subnet
/// groups, AWS states none.
const DESCRIPTION_LIMIT: usize = 255;

/// The resources that other parts refer to.
pub(super) struct Cache {
    pub(super) host: Ref<HostName>,
    pub(super) port: Ref<Port>,
    pub(super) name: Ref<CacheName>,
    /// The number of nodes; `None` if the cache is serverless.
    pub(super) nodes: Option<u32>,
}

/// The resources that a cache is attached to, with nodes or serverless.
struct Common<'a> {
    network: &'a Network,
    groups: &'a SecurityGroups,
    linked_roles: &'a LinkedRoles,
}

pub(super) fn cache(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    linked_roles: &LinkedRoles,
) -> Cache {
    let common = Common {
        network,
        groups,
        linked_roles,
    };
    match graph.architecture.cache {
        moodle_stack_model::Cache::Redis(declared) => nodes(graph, &common, "redis", declared),
        moodle_stack_model::Cache::Valkey(declared) => nodes(graph, &common, "valkey", declared),
        moodle_stack_model::Cache::ServerlessRedis(declared) => serverless(graph, &common, "redis", declared),
        moodle_stack_model::Cache::ServerlessValkey(declared) => serverless(graph, &common, "valkey", declared),
    }
}

fn nodes(graph: &mut GraphBuilder, common: &Common<'_>, engine: &str, declared: Nodes) -> Cache {
    let subnets = CacheSubnetGroup {
        vpc: common.network.vpc.clone(),
        description: purpose(graph),
        subnets: common.network.private.clone(),
    };
    let subnet_group = graph.add("cache.subnets", "network.zones", &subnets).name();
    let group = ReplicationGroup {
        description: purpose(graph),
        engine: engine.into(),
        version: declared.version.into(),
        node: declared.node.into(),
        nodes: declared.nodes,
        subnet_group,
        groups: vec![common.groups.cache.clone()],
        snapshot_days: declared.snapshot_days,
        linked_role: common.linked_roles.elasticache.clone(),
    };
    let name = graph.names.of("cache");
    let group = graph.add_as("cache.nodes", name, KEY, &group);
    Cache {
        host: group.endpoint(),
        port: group.port(),
        name: group.name(),
        nodes: Some(declared.nodes),
    }
}

fn serverless(graph: &mut GraphBuilder, common: &Common<'_>, engine: &str, declared: Serverless) -> Cache {
    let cache = ServerlessCache {
        description: description(purpose(graph), DESCRIPTION_LIMIT),
        engine: engine.into(),
        version: declared.version.into(),
        storage: declared.storage,
        ecpu_min: declared.ecpu.min,
        ecpu_max: declared.ecpu.max,
        subnets: common
            .network
            .private
            .iter()
            .take(SERVERLESS_SUBNETS)
            .cloned()
            .collect(),
        groups: vec![common.groups.cache.clone()],
        snapshot_days: declared.snapshot_days,
        linked_role: common.linked_roles.elasticache.clone(),
    };
    let name = graph.names.of("cache");
    let cache = graph.add_as("cache.serverless", name, KEY, &cache);
    Cache {
        host: cache.endpoint(),
        port: cache.port(),
        name: cache.name(),
        nodes: None,
    }
}

fn purpose(graph: &GraphBuilder) -> String {
    format!("Sessions and caches of {}", graph.architecture.domain)
}
