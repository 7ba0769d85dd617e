//! Caches.

use crate::database::{Network, network};
use crate::fixtures::{HERE, refs, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::elasticache::{CacheParameterGroup, CacheSubnetGroup, ReplicationGroup, ServerlessCache};
use moodle_stack::resource::Ref;

async fn cache_subnet_group(aws: &Aws, network: &Network) -> Created {
    let group = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "cache subnets".into(),
        subnets: refs(&network.subnets),
    };
    create(aws, target::<CacheSubnetGroup>(HERE, "cache-subnets"), &group).await
}

#[tokio::test]
async fn cache_subnet_group_lifecycle() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let mut created = cache_subnet_group(&aws, &network).await;
    compare(&aws, &created, &[]).await;
    let other = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "other words".into(),
        subnets: refs(&network.subnets[..1]),
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

/// Returns a parameter group of Valkey 8 with an eviction policy.
fn parameters(parameters: &[(&str, &str)]) -> CacheParameterGroup {
    CacheParameterGroup {
        family: "valkey8".into(),
        description: "eviction".into(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

#[tokio::test]
async fn cache_parameter_group_lifecycle() {
    let aws = emulators().await;
    let first = parameters(&[("maxmemory-policy", "allkeys-lru")]);
    let mut created = create(&aws, target::<CacheParameterGroup>(HERE, "cache-parameters"), &first).await;
    compare(&aws, &created, &[]).await;
    let other = parameters(&[("maxmemory-policy", "noeviction"), ("timeout", "60")]);
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    // `timeout` is reset.
    change(&aws, &mut created, &first).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn replication_group_adds_and_removes_replicas() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let subnets = cache_subnet_group(&aws, &network).await;
    let policy = parameters(&[("maxmemory-policy", "allkeys-lru")]);
    let policy = create(&aws, target::<CacheParameterGroup>(HERE, "cache-parameters"), &policy).await;
    let group = |nodes| ReplicationGroup {
        description: "sessions".into(),
        engine: "valkey".into(),
        version: "8.0".into(),
        node: "cache.r6g.large".into(),
        nodes,
        subnet_group: to(&subnets, "name"),
        parameter_group: to(&policy, "name"),
        groups: refs(&network.groups[..1]),
        snapshot_days: 0,
        linked_role: Ref::known("role"),
    };
    let mut created = create(&aws, target::<ReplicationGroup>(HERE, "cache"), &group(2)).await;
    assert_eq!(created.output("port"), "6379");
    compare(&aws, &created, &[]).await;
    change(&aws, &mut created, &group(1)).await;
    compare(&aws, &created, &[]).await;
    change(&aws, &mut created, &group(3)).await;
    compare(&aws, &created, &[]).await;
    let changed = ReplicationGroup {
        description: "sessions and more".into(),
        node: "cache.r6g.xlarge".into(),
        groups: refs(&network.groups),
        snapshot_days: 3,
        ..group(3)
    };
    change(&aws, &mut created, &changed).await;
    let groups = ("groups", "ministack's ModifyReplicationGroup ignores SecurityGroupIds");
    compare(&aws, &created, &[groups]).await;
    delete(&aws, &created).await;
    delete(&aws, &policy).await;
    delete(&aws, &subnets).await;
}

#[tokio::test]
async fn serverless_cache_lifecycle() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let cache = ServerlessCache {
        description: "sessions".into(),
        engine: "valkey".into(),
        version: "8".into(),
        storage: 10,
        ecpu_min: 1000,
        ecpu_max: 10000,
        subnets: refs(&network.subnets),
        groups: refs(&network.groups[..1]),
        snapshot_days: 1,
        linked_role: Ref::known("role"),
    };
    let mut created = create(&aws, target::<ServerlessCache>(HERE, "serverless"), &cache).await;
    compare(&aws, &created, &[]).await;
    let changed = ServerlessCache {
        description: "sessions and more".into(),
        storage: 20,
        ecpu_max: 20000,
        groups: refs(&network.groups),
        snapshot_days: 3,
        ..cache
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}
