//! Databases, caches, files, secrets and topics.

use crate::life::{Made, change, compare, delete, emulators, make, retention, target};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{Deletion, FaultKind, Provider};
use moodle_stack::resource::Ref;
use moodle_stack::resource::efs::{AccessPoint, FileSystem, MountTarget};
use moodle_stack::resource::elasticache::{CacheSubnetGroup, ReplicationGroup, ServerlessCache};
use moodle_stack::resource::rds::{
    DbCluster, DbClusterInstance, DbClusterParameterGroup, DbInstance, DbParameterGroup, DbSubnetGroup,
    EventSubscription,
};
use moodle_stack::resource::secretsmanager::Secret;
use moodle_stack::resource::sns::{Subscription, Topic};
use serde_json::json;
use std::collections::BTreeMap;

const REGION: &str = "ap-southeast-1";

/// A network's ids. What is made in it is the business of other tests; here they are only named.
struct Network {
    vpc: String,
    subnets: [String; 2],
    groups: [String; 2],
}

/// Makes a VPC with two subnets and two security groups by hand, in the emulators that the data services live in.
async fn network(service: &str) -> Network {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    // Each emulator knows only the network that was made in it.
    let endpoint = std::env::var(format!("AWS_ENDPOINT_URL_{service}")).ok();
    let endpoint = endpoint.or(config.endpoint_url().map(Into::into));
    let mut own = aws_sdk_ec2::config::Builder::from(&config);
    own.set_endpoint_url(endpoint);
    let ec2 = aws_sdk_ec2::Client::from_conf(own.build());
    let vpc = ec2.create_vpc().cidr_block("10.9.0.0/16").send().await.expect("a VPC");
    let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("a VPC's id");
    let mut subnets = Vec::new();
    let mut groups = Vec::new();
    for (number, zone) in ["a", "b"].iter().enumerate() {
        let call = ec2
            .create_subnet()
            .vpc_id(&vpc)
            .cidr_block(format!("10.9.{number}.0/24"));
        let made = call
            .availability_zone(format!("{REGION}{zone}"))
            .send()
            .await
            .expect("a subnet");
        subnets.push(made.subnet.and_then(|subnet| subnet.subnet_id).expect("a subnet's id"));
        let call = ec2
            .create_security_group()
            .vpc_id(&vpc)
            .group_name(format!("data-{zone}"));
        let made = call.description("data").send().await.expect("a security group");
        groups.push(made.group_id.expect("a security group's id"));
    }
    Network {
        vpc,
        subnets: subnets.try_into().expect("two subnets"),
        groups: groups.try_into().expect("two groups"),
    }
}

fn refs<T>(ids: &[String]) -> Vec<Ref<T>> {
    ids.iter().map(Ref::known).collect()
}

fn known<T>(made: &Made, output: &str) -> Ref<T> {
    Ref::known(made.output(output))
}

fn parameters(some: &[(&str, &str)]) -> BTreeMap<String, String> {
    some.iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn strings(some: &[&str]) -> Vec<String> {
    some.iter().map(|&one| one.to_owned()).collect()
}

async fn subnet_group(aws: &Aws, network: &Network) -> Made {
    let group = DbSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "database subnets".into(),
        subnets: refs(&network.subnets),
    };
    make(aws, target::<DbSubnetGroup>(REGION, "db-subnets"), &group).await
}

#[tokio::test]
async fn a_database_subnet_group_lives_its_life() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let made = subnet_group(&aws, &network).await;
    compare(&aws, &made, &[]).await;
    // It is not changed here: in moto, ModifyDBSubnetGroup takes the group away.
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_database_parameter_group_lives_its_life() {
    let aws = emulators().await;
    let mut group = DbParameterGroup {
        family: "mysql8.4".into(),
        description: "parameters".into(),
        parameters: parameters(&[("max_connections", "200"), ("innodb_log_buffer_size", "8388608")]),
    };
    let mut made = make(&aws, target::<DbParameterGroup>(REGION, "parameters"), &group).await;
    compare(&aws, &made, &[]).await;
    // That a parameter goes back to its default is tested beside the code: moto does not know ResetDBParameterGroup.
    group.parameters = parameters(&[("max_connections", "300"), ("innodb_log_buffer_size", "8388608")]);
    change(&aws, &mut made, &group).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_cluster_parameter_group_lives_its_life() {
    let aws = emulators().await;
    let mut group = DbClusterParameterGroup {
        family: "aurora-mysql8.0".into(),
        description: "parameters".into(),
        parameters: parameters(&[("require_secure_transport", "ON")]),
    };
    let mut made = make(
        &aws,
        target::<DbClusterParameterGroup>(REGION, "cluster-parameters"),
        &group,
    )
    .await;
    compare(&aws, &made, &[]).await;
    group.parameters = parameters(&[("require_secure_transport", "OFF")]);
    change(&aws, &mut made, &group).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_database_lives_its_life_and_leaves_a_snapshot() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let subnets = subnet_group(&aws, &network).await;
    let parameters = DbParameterGroup {
        family: "mysql8.4".into(),
        description: "parameters".into(),
        parameters: BTreeMap::new(),
    };
    let parameters = make(&aws, target::<DbParameterGroup>(REGION, "parameters"), &parameters).await;
    let database = DbInstance {
        engine: "mysql".into(),
        version: "8.4".into(),
        class: "db.r6g.large".into(),
        storage: 30,
        max_storage: 300,
        multi_az: true,
        backup_days: 7,
        subnet_group: known(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        parameter_group: known(&parameters, "name"),
        database: "moodle".into(),
        user: "moodle".into(),
        port: 3306,
        log_exports: strings(&["error", "slowquery"]),
        log_days: 30,
        deletion_protection: true,
        on_destroy: "Snapshot".into(),
        linked_role: Ref::known("role"),
    };
    let mut made = make(&aws, target::<DbInstance>(REGION, "database"), &database).await;
    let log = |name: &str| format!("/aws/rds/instance/{}/{name}", made.id);
    let (errors, slow, general) = (log("error"), log("slowquery"), log("general"));
    assert_eq!(retention(&errors).await, Some(30));
    assert!(made.output("secret").starts_with("arn:"));
    assert_eq!(made.output("port"), "3306");
    compare(&aws, &made, &[]).await;
    let changed = DbInstance {
        class: "db.t4g.micro".into(),
        storage: 50,
        max_storage: 500,
        multi_az: false,
        backup_days: 14,
        groups: refs(&network.groups),
        log_exports: strings(&["error", "general"]),
        log_days: 90,
        ..database
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    assert_eq!(retention(&general).await, Some(90));
    delete(&aws, &made).await;
    for log in [errors, slow, general] {
        assert_eq!(retention(&log).await, None, "{log} is left");
    }
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let snapshot = format!("{}-final-{}", made.id, made.target.token);
    let call = aws_sdk_rds::Client::new(&config)
        .describe_db_snapshots()
        .db_snapshot_identifier(snapshot);
    let left = call.send().await.expect("the last snapshot");
    assert_eq!(left.db_snapshots().len(), 1);
    delete(&aws, &parameters).await;
    delete(&aws, &subnets).await;
}

#[tokio::test]
async fn a_cluster_and_its_instances_live_their_lives() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let subnets = subnet_group(&aws, &network).await;
    let parameters = DbClusterParameterGroup {
        family: "aurora-mysql8.0".into(),
        description: "parameters".into(),
        parameters: BTreeMap::new(),
    };
    let parameters = make(
        &aws,
        target::<DbClusterParameterGroup>(REGION, "cluster-parameters"),
        &parameters,
    )
    .await;
    let cluster = DbCluster {
        engine: "aurora-mysql".into(),
        version: "8.0.mysql_aurora.3.10.0".into(),
        capacity: Some((1, 20)),
        backup_days: 7,
        subnet_group: known(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        parameter_group: known(&parameters, "name"),
        database: "moodle".into(),
        user: "moodle".into(),
        port: 3306,
        log_exports: strings(&["error", "slowquery"]),
        log_days: 30,
        deletion_protection: true,
        on_destroy: "Snapshot".into(),
        linked_role: Ref::known("role"),
    };
    let mut made = make(&aws, target::<DbCluster>(REGION, "cluster"), &cluster).await;
    compare(&aws, &made, &[]).await;
    let writer = DbClusterInstance {
        cluster: known(&made, "id"),
        engine: "aurora-mysql".into(),
        class: "db.serverless".into(),
        tier: 0,
    };
    let mut first = make(&aws, target::<DbClusterInstance>(REGION, "writer"), &writer).await;
    assert_eq!(first.output("port"), "3306");
    compare(&aws, &first, &[]).await;
    let larger = DbClusterInstance {
        class: "db.r6g.large".into(),
        tier: 1,
        ..writer
    };
    change(&aws, &mut first, &larger).await;
    compare(&aws, &first, &[]).await;
    let changed = DbCluster {
        capacity: Some((2, 32)),
        backup_days: 14,
        groups: refs(&network.groups),
        log_exports: strings(&["error", "audit"]),
        ..cluster
    };
    change(&aws, &mut made, &changed).await;
    let logs = (
        "log_exports",
        "moto's ModifyDBCluster takes no CloudwatchLogsExportConfiguration",
    );
    compare(&aws, &made, &[logs]).await;
    let errors = format!("/aws/rds/cluster/{}/error", made.id);
    assert_eq!(retention(&errors).await, Some(30));
    delete(&aws, &first).await;
    delete(&aws, &made).await;
    assert_eq!(retention(&errors).await, None, "the cluster's log is left");
    delete(&aws, &parameters).await;
    delete(&aws, &subnets).await;
}

async fn topic(aws: &Aws) -> Made {
    let topic = Topic {
        display_name: "Moodle".into(),
    };
    make(aws, target::<Topic>(REGION, "topic"), &topic).await
}

#[tokio::test]
async fn a_topic_lives_its_life() {
    let aws = emulators().await;
    let mut made = topic(&aws).await;
    compare(&aws, &made, &[]).await;
    let other = Topic {
        display_name: "Moodle at example.edu".into(),
    };
    change(&aws, &mut made, &other).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_subscription_lives_its_life() {
    let aws = emulators().await;
    let topic = topic(&aws).await;
    let subscription = Subscription {
        topic: known(&topic, "arn"),
        email: "ops@example.edu".into(),
    };
    let made = make(&aws, target::<Subscription>(REGION, "subscription"), &subscription).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete(&aws, &topic).await;
    // With its topic it is gone as well.
    let again = aws
        .delete(&made.target, &made.id, &made.fields)
        .await
        .expect("delete what is gone");
    assert_eq!(again, Deletion::Accepted);
}

#[tokio::test]
async fn an_event_subscription_lives_its_life() {
    let aws = emulators().await;
    let first = topic(&aws).await;
    let subscription = EventSubscription {
        topic: known(&first, "arn"),
        source_type: "db-instance".into(),
        sources: vec![Ref::known("database-1")],
        categories: strings(&["failure", "availability"]),
    };
    let made = make(&aws, target::<EventSubscription>(REGION, "events"), &subscription).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete(&aws, &first).await;
}

#[tokio::test]
async fn a_secret_lives_its_life_and_its_name_can_be_used_again() {
    let aws = emulators().await;
    let secret = Secret {
        description: "administrator".into(),
        length: 32,
        punctuation: true,
    };
    let mut made = make(&aws, target::<Secret>(REGION, "secret"), &secret).await;
    compare(&aws, &made, &[]).await;
    let other = Secret {
        description: "the administrator of Moodle".into(),
        ..secret
    };
    change(&aws, &mut made, &other).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    let again = make(&aws, made.target.clone(), &other).await;
    delete(&aws, &again).await;
}

#[tokio::test]
async fn what_has_the_name_but_not_the_tags_is_somebody_elses() {
    let aws = emulators().await;
    let secret = Secret {
        description: "somebody's".into(),
        length: 32,
        punctuation: false,
    };
    let made = make(&aws, target::<Secret>(REGION, "foreign"), &secret).await;
    let mut other = made.target.clone();
    other.stack = "another".into();
    let fault = aws
        .find(&other, &made.fields)
        .await
        .expect_err("it is not that stack's");
    assert_eq!(fault.kind, FaultKind::Foreign);
    assert!(fault.message.contains(&other.name), "{}", fault.message);
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_file_system_with_mount_target_and_access_point_live_their_lives() {
    let aws = emulators().await;
    let network = network("EFS").await;
    let system = FileSystem {
        throughput: "elastic".into(),
        infrequent_after_days: 30,
        backups: true,
        policy: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny",
                "Principal": { "AWS": "*" },
                "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                "Resource": "*",
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }],
        }),
        on_destroy: "Delete".into(),
    };
    let mut made = make(&aws, target::<FileSystem>(REGION, "files"), &system).await;
    compare(&aws, &made, &[]).await;
    let changed = FileSystem {
        throughput: "bursting".into(),
        infrequent_after_days: 1,
        backups: false,
        ..system
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;

    let mount = MountTarget {
        file_system: known(&made, "id"),
        subnet: Ref::known(&network.subnets[0]),
        groups: refs(&network.groups[..1]),
    };
    let mut mounted = make(&aws, target::<MountTarget>(REGION, "mount"), &mount).await;
    compare(&aws, &mounted, &[]).await;
    let other = MountTarget {
        groups: refs(&network.groups),
        ..mount
    };
    change(&aws, &mut mounted, &other).await;
    compare(&aws, &mounted, &[]).await;

    let point = AccessPoint {
        file_system: known(&made, "id"),
        path: "/moodledata".into(),
        uid: 33,
        gid: 33,
        permissions: "0770".into(),
    };
    let point = make(&aws, target::<AccessPoint>(REGION, "point"), &point).await;
    compare(&aws, &point, &[]).await;
    delete(&aws, &point).await;
    delete(&aws, &mounted).await;
    delete(&aws, &made).await;
}

async fn cache_subnet_group(aws: &Aws, network: &Network) -> Made {
    let group = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "cache subnets".into(),
        subnets: refs(&network.subnets),
    };
    make(aws, target::<CacheSubnetGroup>(REGION, "cache-subnets"), &group).await
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
        subnet_group: known(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        snapshot_days: 0,
        linked_role: Ref::known("role"),
    };
    let mut made = make(&aws, target::<ReplicationGroup>(REGION, "cache"), &group(2)).await;
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
    let mut made = make(&aws, target::<ServerlessCache>(REGION, "serverless"), &cache).await;
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
