//! The network, and what it is made with: roles, log groups, buckets, trails.

use crate::life::{Made, change, compare, delete, emulators, make, target};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{Deletion, FaultKind, Provider, Target};
use moodle_stack::resource::cloudtrail::Trail;
use moodle_stack::resource::ec2::{
    ElasticIp, FlowLog, InternetGateway, NatGateway, Peer, RouteTable, SecurityGroup, SecurityGroupRule, Subnet, Vpc,
    VpcEndpoint,
};
use moodle_stack::resource::iam::{Role, ServiceLinkedRole};
use moodle_stack::resource::logs::{LogDelivery, LogGroup};
use moodle_stack::resource::s3::Bucket;
use moodle_stack::resource::{Kind, Ref};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const REGION: &str = "ap-southeast-1";

/// A reference to what a test has made.
fn to<T>(made: &Made, output: &str) -> Ref<T> {
    Ref::known(made.output(output))
}

fn here<K: Kind>(name: &str) -> Target {
    target::<K>(REGION, name)
}

async fn vpc(aws: &Aws) -> Made {
    let vpc = Vpc {
        cidr: "10.0.0.0/16".into(),
    };
    make(aws, here::<Vpc>("vpc"), &vpc).await
}

async fn subnet(aws: &Aws, vpc: &Made, part: u8) -> Made {
    let subnet = Subnet {
        vpc: to(vpc, "id"),
        cidr: format!("10.0.{part}.0/24"),
        zone: format!("{REGION}a"),
    };
    make(aws, here::<Subnet>("subnet"), &subnet).await
}

async fn gateway(aws: &Aws, vpc: &Made) -> Made {
    let gateway = InternetGateway { vpc: to(vpc, "id") };
    make(aws, here::<InternetGateway>("igw"), &gateway).await
}

async fn group(aws: &Aws, vpc: &Made) -> Made {
    let group = SecurityGroup {
        vpc: to(vpc, "id"),
        description: "The web tier".into(),
    };
    make(aws, here::<SecurityGroup>("group"), &group).await
}

async fn delete_all(aws: &Aws, made: impl IntoIterator<Item = &Made>) {
    for one in made {
        delete(aws, one).await;
    }
}

/// The emulators, asked past the provider.
async fn sdk() -> aws_config::SdkConfig {
    aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await
}

async fn s3(region: &'static str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(&sdk().await)
        .region(aws_sdk_s3::config::Region::new(region))
        .force_path_style(true);
    aws_sdk_s3::Client::from_conf(config.build())
}

/// A target of the same name that is not the same resource.
fn stranger(of: &Target) -> Target {
    Target {
        address: "test.stranger".into(),
        ..of.clone()
    }
}

async fn is_foreign(aws: &Aws, made: &Made) {
    let refusal = aws
        .find(&stranger(&made.target), &made.fields)
        .await
        .expect_err("it is not the stranger's");
    assert_eq!(refusal.kind, FaultKind::Foreign);
    assert!(refusal.message.contains(&made.target.name), "{refusal}");
}

#[tokio::test]
async fn a_vpc_is_made_and_deleted() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    compare(&aws, &vpc, &[]).await;
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn a_security_group_that_cloudfront_leaves_in_a_vpc_is_not_in_its_way() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    // moto lets a VPC go with its security groups, and refuses it with a subnet.
    let subnet = subnet(&aws, &vpc, 1).await;
    let ec2 = aws_sdk_ec2::Client::new(&sdk().await);
    let call = ec2.create_security_group().vpc_id(&vpc.id).description("VPC origins");
    let call = call.group_name("CloudFront-VPCOrigins-Service-SG");
    let left = call.send().await.expect("a security group").group_id.expect("an id");
    let refusal = aws.delete(&vpc.target, &vpc.id, &vpc.fields).await;
    assert_eq!(refusal.expect_err("there is a subnet").kind, FaultKind::InUse);
    let still = ec2.describe_security_groups().group_ids(&left).send().await;
    assert!(still.is_err(), "{left} is still there");
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn an_internet_gateway_is_attached_and_detached_before_it_goes() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let gateway = gateway(&aws, &vpc).await;
    assert_eq!(gateway.output("vpc"), vpc.id);
    compare(&aws, &gateway, &[]).await;
    delete_all(&aws, [&gateway, &vpc]).await;
}

#[tokio::test]
async fn a_subnet_is_made_in_its_zone() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let subnet = subnet(&aws, &vpc, 1).await;
    compare(&aws, &subnet, &[]).await;
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn a_route_table_takes_the_subnet_over_and_its_route_changes_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (gateway, one, two) = (
        gateway(&aws, &vpc).await,
        subnet(&aws, &vpc, 1).await,
        subnet(&aws, &vpc, 2).await,
    );
    let table = |subnet: &Made| RouteTable {
        vpc: to(&vpc, "id"),
        subnet: to(subnet, "id"),
        internet_gateway: Some(to(&gateway, "id")),
        nat_gateway: None,
    };
    let former = make(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    compare(&aws, &former, &[]).await;
    let mut latter = make(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    compare(&aws, &latter, &[]).await;

    let address = make(&aws, here::<ElasticIp>("address"), &ElasticIp {}).await;
    let nat = NatGateway {
        subnet: Some(to(&two, "id")),
        address: Some(to(&address, "id")),
        vpc: None,
    };
    let nat = make(&aws, here::<NatGateway>("nat"), &nat).await;
    let through_nat = RouteTable {
        internet_gateway: None,
        nat_gateway: Some(to(&nat, "id")),
        ..table(&two)
    };
    change(&aws, &mut latter, &through_nat).await;
    compare(&aws, &latter, &[]).await;
    let nowhere = RouteTable {
        nat_gateway: None,
        ..through_nat
    };
    change(&aws, &mut latter, &nowhere).await;
    compare(&aws, &latter, &[]).await;
    delete_all(&aws, [&former, &latter, &nat, &address, &one, &two, &gateway, &vpc]).await;
}

#[tokio::test]
async fn a_zonal_nat_gateway_holds_its_address_until_it_is_gone() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (gateway, subnet) = (gateway(&aws, &vpc).await, subnet(&aws, &vpc, 1).await);
    let address = make(&aws, here::<ElasticIp>("address"), &ElasticIp {}).await;
    assert!(address.output("public_ip").parse::<std::net::Ipv4Addr>().is_ok());
    let nat = NatGateway {
        subnet: Some(to(&subnet, "id")),
        address: Some(to(&address, "id")),
        vpc: None,
    };
    let nat = make(&aws, here::<NatGateway>("nat"), &nat).await;
    compare(&aws, &nat, &[]).await;
    delete(&aws, &nat).await;
    let found = aws.find(&nat.target, &nat.fields).await.expect("find after delete");
    assert_eq!(found, None, "a deleted NAT gateway, though listed, is not found");
    delete_all(&aws, [&address, &subnet, &gateway, &vpc]).await;
}

#[tokio::test]
async fn a_security_group_lets_nothing_out_that_is_not_declared() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = group(&aws, &vpc).await;
    compare(&aws, &group, &[]).await;
    is_foreign(&aws, &group).await;
    let ec2 = aws_sdk_ec2::Client::new(&sdk().await);
    let answer = ec2.describe_security_groups().group_ids(&group.id).send().await;
    let groups = answer.expect("a description").security_groups.unwrap_or_default();
    assert!(groups[0].ip_permissions_egress().is_empty(), "{groups:?}");
    let out = SecurityGroupRule {
        group: to(&group, "id"),
        ingress: false,
        protocol: "-1".into(),
        from_port: -1,
        to_port: -1,
        peer: Peer::Cidr("0.0.0.0/0".into()),
        description: "Everything out".into(),
    };
    let out = make(&aws, here::<SecurityGroupRule>("out"), &out).await;
    compare(&aws, &out, &[]).await;
    // After a crash the group is configured once more; a declared rule stays.
    aws.configure(&group.target, &group.id, &group.fields, &[])
        .await
        .expect("configure");
    compare(&aws, &out, &[]).await;
    delete_all(&aws, [&out, &group, &vpc]).await;
}

#[tokio::test]
async fn a_rule_names_a_range_a_group_or_a_prefix_list_and_its_description_changes_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (web, other) = (group(&aws, &vpc).await, group(&aws, &vpc).await);
    let peers = [
        Peer::Cidr("10.0.0.0/16".into()),
        Peer::Group(to(&other, "id")),
        Peer::PrefixList("com.amazonaws.global.cloudfront.origin-facing".into()),
    ];
    for ingress in [true, false] {
        for peer in &peers {
            let rule = SecurityGroupRule {
                group: to(&web, "id"),
                ingress,
                protocol: "tcp".into(),
                from_port: 443,
                to_port: 443,
                peer: peer.clone(),
                description: "HTTPS".into(),
            };
            let mut made = make(&aws, here::<SecurityGroupRule>("rule"), &rule).await;
            compare(&aws, &made, &[]).await;
            let refusal = aws
                .find(&stranger(&made.target), &made.fields)
                .await
                .expect_err("the same rule");
            assert_eq!(refusal.kind, FaultKind::Foreign);
            let described = SecurityGroupRule {
                description: "HTTPS only".into(),
                ..rule
            };
            change(&aws, &mut made, &described).await;
            compare(&aws, &made, &[]).await;
            delete(&aws, &made).await;
        }
    }
    delete_all(&aws, [&web, &other, &vpc]).await;
}

#[tokio::test]
async fn a_rule_with_an_unknown_prefix_list_is_invalid_and_says_which() {
    let aws = emulators().await;
    let rule = SecurityGroupRule {
        group: Ref::known("sg-00000000000000000"),
        ingress: true,
        protocol: "tcp".into(),
        from_port: 443,
        to_port: 443,
        peer: Peer::PrefixList("com.example.nowhere".into()),
        description: "HTTPS".into(),
    };
    let fields = serde_json::to_value(&rule).expect("fields are JSON");
    let refusal = aws
        .create(&here::<SecurityGroupRule>("rule"), &fields)
        .await
        .expect_err("there is no such list");
    assert_eq!(refusal.kind, FaultKind::Invalid);
    assert!(refusal.message.contains("com.example.nowhere"), "{refusal}");
}

#[tokio::test]
async fn an_interface_endpoint_changes_its_subnets_and_groups_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (one, two) = (subnet(&aws, &vpc, 1).await, subnet(&aws, &vpc, 2).await);
    let (web, other) = (group(&aws, &vpc).await, group(&aws, &vpc).await);
    let endpoint = VpcEndpoint {
        vpc: to(&vpc, "id"),
        service: "ecr.api".into(),
        interface: true,
        subnets: vec![to(&two, "id"), to(&one, "id")],
        groups: vec![to(&web, "id")],
        route_tables: vec![],
    };
    let mut made = make(&aws, here::<VpcEndpoint>("endpoint"), &endpoint).await;
    compare(&aws, &made, &[]).await;
    let changed = VpcEndpoint {
        subnets: vec![to(&one, "id")],
        groups: vec![to(&other, "id")],
        ..endpoint
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    delete_all(&aws, [&made, &web, &other, &one, &two, &vpc]).await;
}

#[tokio::test]
async fn a_gateway_endpoint_changes_its_route_tables_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (one, two) = (subnet(&aws, &vpc, 1).await, subnet(&aws, &vpc, 2).await);
    let table = |subnet: &Made| RouteTable {
        vpc: to(&vpc, "id"),
        subnet: to(subnet, "id"),
        internet_gateway: None,
        nat_gateway: None,
    };
    let first = make(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    let second = make(&aws, here::<RouteTable>("routes"), &table(&two)).await;
    let endpoint = VpcEndpoint {
        vpc: to(&vpc, "id"),
        service: "s3".into(),
        interface: false,
        subnets: vec![],
        groups: vec![],
        route_tables: vec![to(&second, "id"), to(&first, "id")],
    };
    let mut made = make(&aws, here::<VpcEndpoint>("endpoint"), &endpoint).await;
    compare(&aws, &made, &[]).await;
    let changed = VpcEndpoint {
        route_tables: vec![to(&first, "id")],
        ..endpoint
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    delete_all(&aws, [&made, &first, &second, &one, &two, &vpc]).await;
}

fn trust(service: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" }],
    })
}

fn policy(action: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": [action], "Resource": "arn:aws:logs:*:*:log-group:é & %25/*" }],
    })
}

#[tokio::test]
async fn a_flow_log_is_written_to_a_log_group_by_a_role() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = make(&aws, here::<LogGroup>("flow"), &LogGroup { retention_days: 30 }).await;
    let role = Role {
        description: "Writes the flow log".into(),
        trust: trust("vpc-flow-logs.amazonaws.com"),
        policies: BTreeMap::new(),
    };
    let role = make(&aws, here::<Role>("flow"), &role).await;
    let log = FlowLog {
        vpc: to(&vpc, "id"),
        log_group: to(&group, "name"),
        role: to(&role, "arn"),
    };
    let log = make(&aws, here::<FlowLog>("flow"), &log).await;
    compare(&aws, &log, &[]).await;
    delete_all(&aws, [&log, &role, &group, &vpc]).await;
}

#[tokio::test]
async fn a_role_changes_its_trust_and_its_policies_in_place() {
    let aws = emulators().await;
    let role = Role {
        description: "Runs the tasks".into(),
        trust: trust("ecs-tasks.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:PutLogEvents")),
            ("old".into(), policy("s3:GetObject")),
        ]),
    };
    let mut made = make(&aws, here::<Role>("role"), &role).await;
    compare(&aws, &made, &[]).await;
    is_foreign(&aws, &made).await;
    let changed = Role {
        description: "Runs the schedules".into(),
        trust: trust("scheduler.amazonaws.com"),
        policies: BTreeMap::from([
            ("logs".into(), policy("logs:CreateLogStream")),
            ("new".into(), policy("ecs:RunTask")),
        ]),
    };
    change(&aws, &mut made, &changed).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_service_linked_role_is_found_by_whoever_needs_it() {
    let aws = emulators().await;
    let mut role = ServiceLinkedRole {
        service: "ecs.amazonaws.com".into(),
        on_destroy: "Retain".into(),
    };
    let made = make(&aws, here::<ServiceLinkedRole>("linked"), &role).await;
    compare(&aws, &made, &[]).await;
    let found = aws.find(&stranger(&made.target), &made.fields).await.expect("find");
    assert_eq!(found, Some(made.id.clone()));
    let left = aws.delete(&made.target, &made.id, &made.fields).await.expect("delete");
    assert!(matches!(left, Deletion::Lapses(_)), "{left:?}");
    assert_eq!(
        aws.find(&made.target, &made.fields).await.expect("find"),
        Some(made.id.clone())
    );
    role.on_destroy = "Delete".into();
    let fields = serde_json::to_value(&role).expect("fields are JSON");
    delete(&aws, &Made { fields, ..made }).await;
}

#[tokio::test]
async fn a_log_group_changes_its_retention_in_place() {
    let aws = emulators().await;
    let mut group = make(&aws, here::<LogGroup>("group"), &LogGroup { retention_days: 30 }).await;
    assert!(!group.output("arn").ends_with(":*"));
    compare(&aws, &group, &[]).await;
    is_foreign(&aws, &group).await;
    change(&aws, &mut group, &LogGroup { retention_days: 90 }).await;
    compare(&aws, &group, &[]).await;
    delete(&aws, &group).await;
}

#[tokio::test]
async fn a_log_delivery_is_made_of_three_parts_and_leaves_none() {
    let aws = emulators().await;
    let there = "us-east-1";
    let group = make(
        &aws,
        target::<LogGroup>(there, "access"),
        &LogGroup { retention_days: 30 },
    )
    .await;
    let target = target::<LogDelivery>(there, "access");
    let delivery = LogDelivery {
        source: Ref::known(format!(
            "arn:aws:cloudfront::{}:distribution/E2QWRUHAPOMQZL",
            target.account
        )),
        destination: to(&group, "arn"),
    };
    let made = make(&aws, target, &delivery).await;
    compare(&aws, &made, &[]).await;
    is_foreign(&aws, &made).await;
    delete_all(&aws, [&made, &group]).await;
}

fn tls_only(bucket: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    })
}

#[tokio::test]
async fn a_bucket_changes_its_policy_and_its_expiry_in_place() {
    let aws = emulators().await;
    for region in [REGION, "us-east-1"] {
        let target = target::<Bucket>(region, "bucket");
        let mut bucket = Bucket {
            policy: tls_only(&target.name),
            expire_days: 90,
        };
        let mut made = make(&aws, target, &bucket).await;
        compare(&aws, &made, &[]).await;
        is_foreign(&aws, &made).await;
        bucket.expire_days = 30;
        bucket.policy["Statement"][0]["Sid"] = "TlsOnly".into();
        change(&aws, &mut made, &bucket).await;
        compare(&aws, &made, &[]).await;
        delete(&aws, &made).await;
    }
}

#[tokio::test]
async fn a_bucket_is_private_encrypted_and_goes_with_all_versions_of_what_is_in_it() {
    use aws_sdk_s3::types::{BucketVersioningStatus, ServerSideEncryption, VersioningConfiguration};
    let (aws, s3) = (emulators().await, s3(REGION).await);
    let target = here::<Bucket>("full");
    // Not the usual policy: moto takes it at its word and refuses the test's own objects, which come without TLS.
    let bucket = Bucket {
        policy: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "cloudtrail.amazonaws.com" },
                "Action": "s3:GetBucketAcl",
                "Resource": format!("arn:aws:s3:::{}", target.name),
            }],
        }),
        expire_days: 90,
    };
    let made = make(&aws, target, &bucket).await;
    let answer = s3
        .get_public_access_block()
        .bucket(&made.id)
        .send()
        .await
        .expect("a block");
    let block = answer.public_access_block_configuration.expect("a block");
    let closed = [
        block.block_public_acls(),
        block.ignore_public_acls(),
        block.block_public_policy(),
        block.restrict_public_buckets(),
    ];
    assert_eq!(closed, [Some(true); 4]);
    let answer = s3
        .get_bucket_encryption()
        .bucket(&made.id)
        .send()
        .await
        .expect("encryption");
    let encryption = answer.server_side_encryption_configuration.expect("encryption");
    let by_default = encryption.rules()[0]
        .apply_server_side_encryption_by_default()
        .expect("a default");
    assert_eq!(by_default.sse_algorithm(), &ServerSideEncryption::Aes256);

    let versions = VersioningConfiguration::builder()
        .status(BucketVersioningStatus::Enabled)
        .build();
    let call = s3
        .put_bucket_versioning()
        .bucket(&made.id)
        .versioning_configuration(versions);
    call.send().await.expect("versioning");
    for _ in 0..2 {
        let call = s3
            .put_object()
            .bucket(&made.id)
            .key("logs/é 1")
            .body(b"one".to_vec().into());
        call.send().await.expect("an object");
    }
    s3.delete_object()
        .bucket(&made.id)
        .key("logs/é 1")
        .send()
        .await
        .expect("a delete marker");
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_bucket_that_was_cut_short_is_taken_up_only_while_it_is_empty() {
    use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
    let (aws, s3) = (emulators().await, s3(REGION).await);
    let target = here::<Bucket>("cut");
    let here = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::from(REGION));
    let call = s3
        .create_bucket()
        .bucket(&target.name)
        .create_bucket_configuration(here.build());
    call.send().await.expect("a bucket");
    let bucket = Bucket {
        policy: tls_only(&target.name),
        expire_days: 90,
    };
    let fields = serde_json::to_value(&bucket).expect("fields are JSON");
    let found = aws.find(&target, &fields).await.expect("find");
    assert_eq!(found.as_ref(), Some(&target.name));
    let call = s3
        .put_object()
        .bucket(&target.name)
        .key("thesis")
        .body(b"one".to_vec().into());
    call.send().await.expect("an object");
    let refusal = aws.find(&target, &fields).await.expect_err("somebody uses it");
    assert_eq!(refusal.kind, FaultKind::Foreign);
    s3.delete_object()
        .bucket(&target.name)
        .key("thesis")
        .send()
        .await
        .expect("delete");
    s3.delete_bucket().bucket(&target.name).send().await.expect("delete");
}

#[tokio::test]
async fn a_trail_records_to_a_bucket_of_its_own() {
    let aws = emulators().await;
    let mut buckets = Vec::new();
    for _ in 0..2 {
        let target = here::<Bucket>("trail");
        let bucket = Bucket {
            policy: tls_only(&target.name),
            expire_days: 90,
        };
        buckets.push(make(&aws, target, &bucket).await);
    }
    let trail = |bucket: &Made| Trail {
        bucket: to(bucket, "name"),
    };
    let mut made = make(&aws, here::<Trail>("trail"), &trail(&buckets[0])).await;
    compare(&aws, &made, &[]).await;
    is_foreign(&aws, &made).await;
    let cloudtrail = aws_sdk_cloudtrail::Client::new(&sdk().await);
    let status = cloudtrail
        .get_trail_status()
        .name(&made.id)
        .send()
        .await
        .expect("a status");
    assert_eq!(status.is_logging(), Some(true));
    change(&aws, &mut made, &trail(&buckets[1])).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete_all(&aws, &buckets).await;
}

#[tokio::test]
async fn what_is_not_there_reads_as_gone() {
    async fn gone<K: Kind>(aws: &Aws, id: &str, resource: &K) {
        let fields = serde_json::to_value(resource).expect("fields are JSON");
        let target = here::<K>("gone");
        assert_eq!(
            aws.read(&target, id, &fields).await.expect("read"),
            None,
            "{}",
            K::INFO.name
        );
        assert_eq!(
            aws.delete(&target, id, &fields).await.expect("delete"),
            Deletion::Accepted,
            "{}",
            K::INFO.name
        );
    }
    let aws = emulators().await;
    gone(
        &aws,
        "vpc-00000000000000000",
        &Vpc {
            cidr: "10.0.0.0/16".into(),
        },
    )
    .await;
    gone(&aws, "eipalloc-00000000000000000", &ElasticIp {}).await;
    let vpc = || Ref::known("vpc-00000000000000000");
    gone(&aws, "igw-00000000000000000", &InternetGateway { vpc: vpc() }).await;
    gone(&aws, "nobody", &LogGroup { retention_days: 30 }).await;
}
