//! The network.

use crate::ground::{HERE, config, delete_all, here, is_not_owned, stranger, to};
use crate::life::{Made, change, compare, delete, emulators, make};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::ec2::{
    ElasticIp, InternetGateway, NatGateway, Peer, RouteTable, SecurityGroup, SecurityGroupRule, Subnet, Vpc,
    VpcEndpoint,
};
use moodle_stack::kinds::logs::LogGroup;
use moodle_stack::provider::{ApiErrorKind, Deletion, Provider, STACK_TAG};
use moodle_stack::resource::{Kind, Ref};

/// Makes a VPC.
pub async fn vpc(aws: &Aws) -> Made {
    let vpc = Vpc {
        cidr: "10.0.0.0/16".into(),
    };
    make(aws, here::<Vpc>("vpc"), &vpc).await
}

async fn subnet(aws: &Aws, vpc: &Made, part: u8) -> Made {
    let subnet = Subnet {
        vpc: to(vpc, "id"),
        cidr: format!("10.0.{part}.0/24"),
        zone: format!("{HERE}a"),
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

#[tokio::test]
async fn a_vpc_is_made_and_deleted() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    compare(&aws, &vpc, &[]).await;
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn a_vpc_without_its_tags_is_somebody_elses() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let is_not_owned = async || {
        let live = aws.read(&vpc.target, &vpc.id, &vpc.fields).await.expect("it is read");
        live.expect("it is there").is_not_owned
    };
    assert!(!is_not_owned().await);
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let tag = aws_sdk_ec2::types::Tag::builder().key(STACK_TAG).build();
    let call = ec2.delete_tags().resources(&vpc.id).tags(tag);
    call.send().await.expect("a tag less");
    assert!(is_not_owned().await);
    assert_eq!(aws.find(&vpc.target, &vpc.fields).await, Ok(None));
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn a_security_group_that_cloudfront_leaves_in_a_vpc_is_not_in_its_way() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    // moto lets a VPC go with its security groups, and refuses it with a subnet.
    let subnet = subnet(&aws, &vpc, 1).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let call = ec2.create_security_group().vpc_id(&vpc.id).description("VPC origins");
    let call = call.group_name("CloudFront-VPCOrigins-Service-SG");
    let left = call.send().await.expect("a security group").group_id.expect("an id");
    let refusal = aws.delete(&vpc.target, &vpc.id, &vpc.fields).await;
    assert_eq!(refusal.expect_err("there is a subnet").kind, ApiErrorKind::InUse);
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
    is_not_owned(&aws, &group).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
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
            assert_eq!(refusal.kind, ApiErrorKind::NotOwned);
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
    assert_eq!(refusal.kind, ApiErrorKind::Invalid);
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
