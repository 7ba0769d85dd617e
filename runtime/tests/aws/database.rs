//! Databases and clusters.

use crate::fixtures::{HERE, refs, strings, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, retention, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::rds::{
    DbCluster, DbClusterInstance, DbClusterParameterGroup, DbInstance, DbParameterGroup, DbSubnetGroup,
};
use moodle_stack::resource::{Ref, Retention};
use std::collections::BTreeMap;

/// The ids of a network. The network kinds have their own tests.
pub struct Network {
    pub vpc: String,
    pub subnets: [String; 2],
    pub groups: [String; 2],
}

/// Creates a VPC with two subnets and two security groups in the emulator of a data service, without the provider.
pub async fn network(service: &str) -> Network {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    // Each emulator knows only its own networks.
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
        let created = call
            .availability_zone(format!("{HERE}{zone}"))
            .send()
            .await
            .expect("a subnet");
        subnets.push(
            created
                .subnet
                .and_then(|subnet| subnet.subnet_id)
                .expect("a subnet's id"),
        );
        let call = ec2
            .create_security_group()
            .vpc_id(&vpc)
            .group_name(format!("data-{zone}"));
        let created = call.description("data").send().await.expect("a security group");
        groups.push(created.group_id.expect("a security group's id"));
    }
    Network {
        vpc,
        subnets: subnets.try_into().expect("two subnets"),
        groups: groups.try_into().expect("two groups"),
    }
}

fn parameters(some: &[(&str, &str)]) -> BTreeMap<String, String> {
    some.iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

async fn subnet_group(aws: &Aws, network: &Network) -> Created {
    let group = DbSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "database subnets".into(),
        subnets: refs(&network.subnets),
    };
    create(aws, target::<DbSubnetGroup>(HERE, "db-subnets"), &group).await
}

#[tokio::test]
async fn database_subnet_group_lifecycle() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let created = subnet_group(&aws, &network).await;
    compare(&aws, &created, &[]).await;
    // Not changed here: in moto, ModifyDBSubnetGroup deletes the group.
    delete(&aws, &created).await;
}

#[tokio::test]
async fn database_parameter_group_lifecycle() {
    let aws = emulators().await;
    let mut group = DbParameterGroup {
        family: "mysql8.4".into(),
        description: "parameters".into(),
        parameters: parameters(&[("max_connections", "200"), ("innodb_log_buffer_size", "8388608")]),
    };
    let mut created = create(&aws, target::<DbParameterGroup>(HERE, "parameters"), &group).await;
    compare(&aws, &created, &[]).await;
    // A unit test checks that a parameter is reset to its default: moto does not support ResetDBParameterGroup.
    group.parameters = parameters(&[("max_connections", "300"), ("innodb_log_buffer_size", "8388608")]);
    change(&aws, &mut created, &group).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn cluster_parameter_group_lifecycle() {
    let aws = emulators().await;
    let mut group = DbClusterParameterGroup {
        family: "aurora-mysql8.0".into(),
        description: "parameters".into(),
        parameters: parameters(&[("require_secure_transport", "ON")]),
    };
    let mut created = create(
        &aws,
        target::<DbClusterParameterGroup>(HERE, "cluster-parameters"),
        &group,
    )
    .await;
    compare(&aws, &created, &[]).await;
    group.parameters = parameters(&[("require_secure_transport", "OFF")]);
    change(&aws, &mut created, &group).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn deleted_database_leaves_a_final_snapshot() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let subnets = subnet_group(&aws, &network).await;
    let parameters = DbParameterGroup {
        family: "mysql8.4".into(),
        description: "parameters".into(),
        parameters: BTreeMap::new(),
    };
    let parameters = create(&aws, target::<DbParameterGroup>(HERE, "parameters"), &parameters).await;
    let database = DbInstance {
        snapshot: None,
        engine: "mysql".into(),
        version: "8.4".into(),
        class: "db.r6g.large".into(),
        storage: 30,
        max_storage: 300,
        multi_az: true,
        backup_days: 7,
        subnet_group: to(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        parameter_group: to(&parameters, "name"),
        database: "moodle".into(),
        user: "moodle".into(),
        port: 3306,
        log_exports: strings(&["error", "slowquery"]),
        log_days: 30,
        deletion_protection: true,
        on_destroy: Retention::Snapshot,
        linked_role: Ref::known("role"),
    };
    let mut created = create(&aws, target::<DbInstance>(HERE, "database"), &database).await;
    let log = |name: &str| format!("/aws/rds/instance/{}/{name}", created.id);
    let (errors, slow, general) = (log("error"), log("slowquery"), log("general"));
    assert_eq!(retention(&errors).await, Some(30));
    assert!(created.output("secret").starts_with("arn:"));
    assert_eq!(created.output("port"), "3306");
    compare(&aws, &created, &[]).await;
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
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    assert_eq!(retention(&general).await, Some(90));
    delete(&aws, &created).await;
    for log in [errors, slow, general] {
        assert_eq!(retention(&log).await, None, "{log} was not deleted");
    }
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let snapshot = format!("{}-final-{}", created.id, created.target.token);
    let call = aws_sdk_rds::Client::new(&config)
        .describe_db_snapshots()
        .db_snapshot_identifier(&snapshot);
    let left = call.send().await.expect("the final snapshot");
    assert_eq!(left.db_snapshots().len(), 1);
    // Another database is restored from it, and configured as declared where the snapshot differs.
    let copy = DbInstance {
        snapshot: Some(snapshot),
        max_storage: 700,
        deletion_protection: false,
        ..changed
    };
    let created = create(&aws, target::<DbInstance>(HERE, "copy"), &copy).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    delete(&aws, &parameters).await;
    delete(&aws, &subnets).await;
}

#[tokio::test]
async fn cluster_and_instances_lifecycle() {
    let aws = emulators().await;
    let network = network("RDS").await;
    let subnets = subnet_group(&aws, &network).await;
    let parameters = DbClusterParameterGroup {
        family: "aurora-mysql8.0".into(),
        description: "parameters".into(),
        parameters: BTreeMap::new(),
    };
    let parameters = create(
        &aws,
        target::<DbClusterParameterGroup>(HERE, "cluster-parameters"),
        &parameters,
    )
    .await;
    let cluster = DbCluster {
        snapshot: None,
        engine: "aurora-mysql".into(),
        version: "8.0.mysql_aurora.3.10.0".into(),
        capacity: Some((1, 20)),
        backup_days: 7,
        subnet_group: to(&subnets, "name"),
        groups: refs(&network.groups[..1]),
        parameter_group: to(&parameters, "name"),
        database: "moodle".into(),
        user: "moodle".into(),
        port: 3306,
        log_exports: strings(&["error", "slowquery"]),
        log_days: 30,
        deletion_protection: true,
        on_destroy: Retention::Snapshot,
        linked_role: Ref::known("role"),
    };
    let mut created = create(&aws, target::<DbCluster>(HERE, "cluster"), &cluster).await;
    compare(&aws, &created, &[]).await;
    let writer = DbClusterInstance {
        cluster: to(&created, "id"),
        engine: "aurora-mysql".into(),
        class: "db.serverless".into(),
        tier: 0,
    };
    let mut first = create(&aws, target::<DbClusterInstance>(HERE, "writer"), &writer).await;
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
    change(&aws, &mut created, &changed).await;
    let logs = (
        "log_exports",
        "moto's ModifyDBCluster ignores CloudwatchLogsExportConfiguration",
    );
    compare(&aws, &created, &[logs]).await;
    let errors = format!("/aws/rds/cluster/{}/error", created.id);
    assert_eq!(retention(&errors).await, Some(30));
    delete(&aws, &first).await;
    delete(&aws, &created).await;
    assert_eq!(
        retention(&errors).await,
        None,
        "the cluster's log group was not deleted"
    );
    delete(&aws, &parameters).await;
    delete(&aws, &subnets).await;
}
