//! Caches.

use crate::database::{Network, network};
use crate::ground::{HERE, refs, to};
use crate::life::{Made, change, compare, delete, emulators, make, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::elasticache::{CacheSubnetGroup, ReplicationGroup, ServerlessCache};
use moodle_stack::resource::Ref;

async fn cache_subnet_group(aws: &Aws, network: &Network) -> Made {
    let group = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "cache subnets".into(),
        subnets: refs(&network.subnets),
    };
    make(aws, target::<CacheSubnetGroup>(HERE, "cache-subnets"), &group).await
}

#[tokio::test]
async fn a_cache_subnet_group_lives_its_life() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let mut made = cache_subnet_group(&aws, &network).await;
    compare(&aws, &made, &[]).await;
    let other = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "other words".into(),
        subnets: refs(&network.subnets[..1]),
    };
    change(&aws, &mut made, &other).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_replication_group_lives_its_life_and_takes_and_loses_replicas() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let subnets = cache_subnet_group(&aws, &network).await;
    let group = |nodes| ReplicationGroup {
        description: "sessions".into(),
        engine: "valkey".into(),
        version: "8.0".into(),
        node: "cache.r6g.large".into(),
        nodes,
        subnet_group: to(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        snapshot_days: 0,
        linked_role: Ref::known("role"),
    };
    let mut made = make(&aws, target::<ReplicationGroup>(HERE, "cache"), &group(2)).await;
    assert_eq!(made.output("port"), "6379");
    compare(&aws, &made, &[]).await;
    change(&aws, &mut made, &group(1)).await;
    compare(&aws, &made, &[]).await;
    change(&aws, &mut made, &group(3)).await;
    compare(&aws, &made, &[]).await;
    let changed = ReplicationGroup {
        description: "sessions and more".into(),
        node: "cache.r6g.xlarge".into(),
        groups: refs(&network.groups),
        snapshot_days: 3,
        ..group(3)
    };
    change(&aws, &mut made, &changed).await;
    let groups = ("groups", "ministack's ModifyReplicationGroup takes no SecurityGroupIds");
    compare(&aws, &made, &[groups]).await;
    delete(&aws, &made).await;
    delete(&aws, &subnets).await;
}

#[tokio::test]
async fn a_serverless_cache_lives_its_life() {
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
    let mut made = make(&aws, target::<ServerlessCache>(HERE, "serverless"), &cache).await;
    compare(&aws, &made, &[]).await;
    let changed = ServerlessCache {
        description: "sessions and more".into(),
        storage: 20,
        ecpu_max: 20000,
        groups: refs(&network.groups),
        snapshot_days: 3,
        ..cache
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}
