//! `cache`: where sessions and Moodle's caches are kept.

use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::security::Groups;
use crate::kinds::elasticache::{CacheSubnetGroup, ReplicationGroup, ServerlessCache};
use crate::resource::Ref;
use crate::resource::id::{CacheName, HostName, Port};
use moodle_stack_model::{Nodes, Serverless};

const KEY: &str = "cache";
/// A serverless cache takes two subnets or three:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html>.
const SERVERLESS_SUBNETS: usize = 3;

/// What other parts may refer to.
pub(super) struct Cache {
    /// The host that it answers on.
    pub(super) host: Ref<HostName>,
    /// Its port.
    pub(super) port: Ref<Port>,
    /// Its name.
    pub(super) name: Ref<CacheName>,
    /// How many nodes it has; none where it is serverless.
    pub(super) nodes: Option<u32>,
}

/// What a cache is attached to.
struct CacheSite<'a> {
    network: &'a Network,
    groups: &'a Groups,
    linked_roles: &'a LinkedRoles,
}

/// Adds the cache.
pub(super) fn cache(draft: &mut GraphBuilder, network: &Network, groups: &Groups, linked_roles: &LinkedRoles) -> Cache {
    let place = CacheSite {
        network,
        groups,
        linked_roles,
    };
    match draft.site.cache {
        moodle_stack_model::Cache::Redis(declared) => nodes(draft, &place, "redis", declared),
        moodle_stack_model::Cache::Valkey(declared) => nodes(draft, &place, "valkey", declared),
        moodle_stack_model::Cache::ServerlessRedis(declared) => serverless(draft, &place, "redis", declared),
        moodle_stack_model::Cache::ServerlessValkey(declared) => serverless(draft, &place, "valkey", declared),
    }
}

fn nodes(draft: &mut GraphBuilder, place: &CacheSite<'_>, engine: &str, declared: Nodes) -> Cache {
    let subnets = CacheSubnetGroup {
        vpc: place.network.vpc.clone(),
        description: description(draft),
        subnets: place.network.private.clone(),
    };
    let subnet_group = draft.add("cache.subnets", "network.zones", &subnets).name();
    let group = ReplicationGroup {
        description: description(draft),
        engine: engine.into(),
        version: declared.version.into(),
        node: declared.node.into(),
        nodes: declared.nodes,
        subnet_group,
        groups: vec![place.groups.cache.clone()],
        snapshot_days: declared.snapshot_days,
        linked_role: place.linked_roles.elasticache.clone(),
    };
    let name = draft.names.of("cache");
    let group = draft.add_as("cache.nodes", name, KEY, &group);
    Cache {
        host: group.endpoint(),
        port: group.port(),
        name: group.name(),
        nodes: Some(declared.nodes),
    }
}

fn serverless(draft: &mut GraphBuilder, place: &CacheSite<'_>, engine: &str, declared: Serverless) -> Cache {
    let cache = ServerlessCache {
        description: description(draft),
        engine: engine.into(),
        version: declared.version.into(),
        storage: declared.storage,
        ecpu_min: declared.ecpu.min,
        ecpu_max: declared.ecpu.max,
        subnets: place.network.private.iter().take(SERVERLESS_SUBNETS).cloned().collect(),
        groups: vec![place.groups.cache.clone()],
        snapshot_days: declared.snapshot_days,
        linked_role: place.linked_roles.elasticache.clone(),
    };
    let name = draft.names.of("cache");
    let cache = draft.add_as("cache.serverless", name, KEY, &cache);
    Cache {
        host: cache.endpoint(),
        port: cache.port(),
        name: cache.name(),
        nodes: None,
    }
}

fn description(draft: &GraphBuilder) -> String {
    format!("Sessions and caches of {}", draft.site.domain)
}
