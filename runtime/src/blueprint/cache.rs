//! `cache`: the store of sessions and of Moodle's caches.

use super::description::description;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::security::SecurityGroups;
use crate::kinds::elasticache::{
    CacheParameterGroup, CacheSubnetGroup, CacheUser, CacheUserGroup, ReplicationGroup, ServerlessCache,
};
use crate::kinds::secretsmanager::Secret;
use crate::resource::Ref;
use crate::resource::id::{CacheName, CacheUserGroupId, HostName, Port, SecretArn};
use moodle_stack_model::{Nodes, Serverless};

pub(super) const KEY: &str = "cache";
/// The name that a client of a serverless cache signs in with: the engine's own user, which a client without a name has.
pub(super) const USER: &str = "default";
/// The maximum number of subnets of a serverless cache, which takes two or three:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html>.
const SERVERLESS_SUBNETS: usize = 3;
/// The maximum length of a serverless cache's description, from the same page. For clusters of nodes and their subnet
/// groups, AWS states none.
const DESCRIPTION_LIMIT: usize = 255;

const PARAMETER_GROUP_DESCRIPTION: &str = "The parameters of a Moodle site's cache";
/// What the engine removes when its memory is full: what was not used for the longest time. The default,
/// `volatile-lru`, only removes keys with a lifetime. Moodle's caches have none, so that a full cache would refuse to
/// store anything. Its sessions have one: with `sessions: Cache`, all of them would be removed first:
/// <https://docs.aws.amazon.com/whitepapers/latest/database-caching-strategies-using-redis/evictions.html>.
/// A serverless cache has no parameter group, and evicts by `volatile-lru`:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/red-ug/Scaling.html>.
const EVICTION: (&str, &str) = ("maxmemory-policy", "allkeys-lru");

/// The resources that other parts refer to.
pub(super) struct Cache {
    pub(super) host: Ref<HostName>,
    pub(super) port: Ref<Port>,
    pub(super) name: Ref<CacheName>,
    /// The secret with the password that clients send; `None` if they send none.
    pub(super) password: Option<Ref<SecretArn>>,
    /// The users that may sign in, if the cache is serverless.
    pub(super) user_group: Option<Ref<CacheUserGroupId>>,
    /// The number of nodes; `None` if the cache is serverless.
    pub(super) nodes: Option<u32>,
    /// The most data that it may hold, in GB, if the cache is serverless.
    pub(super) storage: Option<u32>,
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
    let parameters = CacheParameterGroup {
        family: family(engine, declared.version),
        // It cannot be changed in place, so it has nothing from the declaration in it.
        description: PARAMETER_GROUP_DESCRIPTION.into(),
        parameters: [(EVICTION.0.to_owned(), EVICTION.1.to_owned())].into(),
    };
    let parameter_group = graph.add("cache.parameters", "cache.version", &parameters).name();
    let password = can_get_a_password(engine, declared.version).then(|| password(graph));
    let group = ReplicationGroup {
        description: purpose(graph),
        engine: engine.into(),
        version: declared.version.into(),
        node: declared.node.into(),
        nodes: declared.nodes,
        subnet_group,
        parameter_group,
        groups: vec![common.groups.cache.clone()],
        password: password.clone(),
        snapshot_days: declared.snapshot_days,
        linked_role: common.linked_roles.elasticache.clone(),
    };
    let name = graph.names.of("cache");
    let group = graph.add_as("cache.nodes", name, KEY, &group);
    Cache {
        host: group.endpoint(),
        port: group.port(),
        name: group.name(),
        password,
        user_group: None,
        nodes: Some(declared.nodes),
        storage: None,
    }
}

fn serverless(graph: &mut GraphBuilder, common: &Common<'_>, engine: &str, declared: Serverless) -> Cache {
    let password = password(graph);
    let user = CacheUser {
        engine: engine.into(),
        password: password.clone(),
    };
    let user = graph.add_as("cache.user", graph.names.of("cache-user"), KEY, &user);
    let users = CacheUserGroup {
        engine: engine.into(),
        users: vec![user.name()],
    };
    let users = graph.add_as("cache.users", graph.names.of("cache-users"), KEY, &users);
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
        user_group: users.name(),
        password: password.clone(),
        snapshot_days: declared.snapshot_days,
        linked_role: common.linked_roles.elasticache.clone(),
    };
    let name = graph.names.of("cache");
    let cache = graph.add_as("cache.serverless", name, KEY, &cache);
    Cache {
        host: cache.endpoint(),
        port: cache.port(),
        name: cache.name(),
        password: Some(password),
        user_group: Some(users.name()),
        nodes: None,
        storage: Some(declared.storage),
    }
}

/// Adds the secret with the cache's password. ElastiCache takes 16 to 128 letters, digits and some punctuation:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>.
fn password(graph: &mut GraphBuilder) -> Ref<SecretArn> {
    let secret = Secret {
        description: format!("Password of the cache of {}", graph.architecture.domain),
        length: 64,
        punctuation: false,
    };
    let name = graph.names.path("cache-password");
    graph.add_as("cache.password", name, KEY, &secret).arn()
}

/// Returns whether an existing cache of a version can get a password: Redis OSS from 5.0.6, and Valkey:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>. With an older version, a new cache has none either, so
/// that both are the same.
fn can_get_a_password(engine: &str, version: &str) -> bool {
    engine != "redis" || !version.starts_with("4.")
}

/// Returns the parameter group family of a version: `redis5.0` for 5.0.6, `redis6.x` for 6.2, `redis7` for 7.1,
/// `valkey8` for 8.0:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html>.
fn family(engine: &str, version: &str) -> String {
    let mut parts = version.split('.');
    let major = parts.next().unwrap_or_default();
    match (engine, major) {
        ("redis", "4" | "5") => format!("redis{major}.{}", parts.next().unwrap_or("0")),
        ("redis", "6") => "redis6.x".into(),
        _ => format!("{engine}{major}"),
    }
}

fn purpose(graph: &GraphBuilder) -> String {
    format!("Sessions and caches of {}", graph.architecture.domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use moodle_stack_model::facts::cache::Engine;

    #[test]
    fn every_version_has_a_parameter_group_family_of_aws() {
        let families = |engine: Engine, name: &str| {
            let mut families: Vec<_> = engine.versions().split(' ').map(|one| family(name, one)).collect();
            families.dedup();
            families
        };
        assert_eq!(
            families(Engine::Redis, "redis"),
            ["redis4.0", "redis5.0", "redis6.x", "redis7"]
        );
        assert_eq!(families(Engine::Valkey, "valkey"), ["valkey7", "valkey8", "valkey9"]);
    }
}
