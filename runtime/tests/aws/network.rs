//! The network.

use crate::fixtures::{HERE, check_not_owned, config, delete_all, here, other_resource, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back};
use aws_sdk_ec2::types::{AttributeBooleanValue, Filter, IpPermission, IpRange, UserIdGroupPair};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::ec2::{
    ElasticIp, InternetGateway, NatGateway, Peer, RouteTable, SecurityGroup, SecurityGroupRule, Subnet, Vpc,
    VpcEndpoint,
};
use moodle_stack::kinds::logs::LogGroup;
use moodle_stack::provider::{ApiErrorKind, Deletion, Owner, Provider, STACK_TAG};
use moodle_stack::resource::{Kind, Ref};

pub async fn vpc(aws: &Aws) -> Created {
    let vpc = Vpc {
        cidr: "10.0.0.0/16".into(),
    };
    create(aws, here::<Vpc>("vpc"), &vpc).await
}

async fn subnet(aws: &Aws, vpc: &Created, part: u8) -> Created {
    let subnet = Subnet {
        vpc: to(vpc, "id"),
        cidr: format!("10.0.{part}.0/24"),
        zone: format!("{HERE}a"),
    };
    create(aws, here::<Subnet>("subnet"), &subnet).await
}

async fn gateway(aws: &Aws, vpc: &Created) -> Created {
    let gateway = InternetGateway { vpc: to(vpc, "id") };
    create(aws, here::<InternetGateway>("igw"), &gateway).await
}

async fn group(aws: &Aws, vpc: &Created) -> Created {
    let group = SecurityGroup {
        vpc: to(vpc, "id"),
        description: "The web tier".into(),
    };
    create(aws, here::<SecurityGroup>("group"), &group).await
}

fn https_from_the_vpc(group: &Created) -> SecurityGroupRule {
    SecurityGroupRule {
        group: to(group, "id"),
        ingress: true,
        protocol: "tcp".into(),
        from_port: 443,
        to_port: 443,
        peer: Peer::Cidr("10.0.0.0/16".into()),
        description: "HTTPS".into(),
    }
}

#[tokio::test]
async fn vpc_lifecycle() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    compare(&aws, &vpc, &[]).await;
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn dns_of_a_vpc_that_somebody_turned_off_is_turned_on() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let off = AttributeBooleanValue::builder().value(false).build();
    let call = || ec2.modify_vpc_attribute().vpc_id(&vpc.id);
    let sent = call().enable_dns_hostnames(off.clone()).send().await;
    sent.expect("host names are turned off");
    set_back(&aws, &vpc, &["dns_hostnames"]).await;
    let sent = call().enable_dns_support(off).send().await;
    sent.expect("resolution is turned off");
    set_back(&aws, &vpc, &["dns_support"]).await;
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn default_group_of_a_vpc_has_no_rules_and_loses_those_that_somebody_adds() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let by = |name: &str, value: &str| Filter::builder().name(name).values(value).build();
    let default = async || {
        let call = ec2.describe_security_groups().filters(by("vpc-id", &vpc.id));
        let found = call
            .filters(by("group-name", "default"))
            .send()
            .await
            .expect("describe");
        found.security_groups.unwrap_or_default().remove(0)
    };
    let group = default().await;
    assert_eq!(group.ip_permissions(), []);
    assert_eq!(group.ip_permissions_egress(), []);
    // The rules that AWS gave it, and another one.
    let id = group.group_id().expect("an ID");
    let all = || IpPermission::builder().ip_protocol("-1");
    let members = UserIdGroupPair::builder().group_id(id).build();
    let call = ec2.authorize_security_group_ingress().group_id(id);
    let sent = call
        .ip_permissions(all().user_id_group_pairs(members).build())
        .send()
        .await;
    sent.expect("its members are allowed");
    set_back(&aws, &vpc, &["default_group_rules"]).await;
    let everywhere = IpRange::builder().cidr_ip("0.0.0.0/0").build();
    let open = IpPermission::builder().ip_protocol("tcp").from_port(22).to_port(22);
    let call = ec2.authorize_security_group_ingress().group_id(id);
    let sent = call
        .ip_permissions(open.ip_ranges(everywhere.clone()).build())
        .send()
        .await;
    sent.expect("a port is opened");
    let call = ec2.authorize_security_group_egress().group_id(id);
    let sent = call.ip_permissions(all().ip_ranges(everywhere).build()).send().await;
    sent.expect("all outbound traffic is allowed");
    set_back(&aws, &vpc, &["default_group_rules"]).await;
    assert_eq!(default().await.ip_permissions(), []);
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn rules_that_somebody_added_to_a_group_are_removed_and_its_own_stay() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = group(&aws, &vpc).await;
    let own = https_from_the_vpc(&group);
    let own = create(&aws, here::<SecurityGroupRule>("rule"), &own).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let everywhere = || IpRange::builder().cidr_ip("0.0.0.0/0").build();
    let open = IpPermission::builder().ip_protocol("tcp").from_port(3306).to_port(3306);
    let call = ec2.authorize_security_group_ingress().group_id(&group.id);
    let sent = call.ip_permissions(open.ip_ranges(everywhere()).build()).send().await;
    sent.expect("the database is opened");
    set_back(&aws, &group, &["foreign_rules"]).await;
    let all = IpPermission::builder().ip_protocol("-1").ip_ranges(everywhere());
    let call = ec2.authorize_security_group_egress().group_id(&group.id);
    let sent = call.ip_permissions(all.build()).send().await;
    sent.expect("all outbound traffic is allowed");
    set_back(&aws, &group, &["foreign_rules"]).await;
    compare(&aws, &own, &[]).await;
    delete_all(&aws, [&own, &group, &vpc]).await;
}

#[tokio::test]
async fn rule_without_its_tags_gets_them_again_and_is_not_foreign() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let mut group = group(&aws, &vpc).await;
    let own = https_from_the_vpc(&group);
    let own = create(&aws, here::<SecurityGroupRule>("rule"), &own).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let tag = aws_sdk_ec2::types::Tag::builder().key(STACK_TAG).build();
    let call = ec2.delete_tags().resources(&own.id).tags(tag);
    call.send().await.expect("the tag is removed");
    // A deployment knows its own rules.
    group.target.dependents = vec![own.id.clone()];
    compare(&aws, &group, &[]).await;
    aws.configure(&group.target, &group.id, &group.fields, &["foreign_rules".to_owned()])
        .await
        .expect("foreign rules are removed");
    let owner = async || {
        let live = aws.read(&own.target, &own.id, &own.fields).await.expect("read");
        live.expect("the rule still exists").owner
    };
    assert!(matches!(owner().await, Owner::Nobody(_)));
    aws.tag(&own.target, &own.id, &own.fields).await.expect("tag");
    assert_eq!(owner().await, Owner::Stack);
    delete_all(&aws, [&own, &group, &vpc]).await;
}

#[tokio::test]
async fn subnet_that_somebody_made_public_gives_no_public_addresses_again() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let subnet = subnet(&aws, &vpc, 1).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let on = AttributeBooleanValue::builder().value(true).build();
    let call = ec2.modify_subnet_attribute().subnet_id(&subnet.id);
    let sent = call.map_public_ip_on_launch(on).send().await;
    sent.expect("public addresses are turned on");
    set_back(&aws, &subnet, &["public_addresses_on_launch"]).await;
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn route_that_somebody_added_is_deleted() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (gateway, subnet) = (gateway(&aws, &vpc).await, subnet(&aws, &vpc, 1).await);
    let table = RouteTable {
        vpc: to(&vpc, "id"),
        subnet: to(&subnet, "id"),
        internet_gateway: Some(to(&gateway, "id")),
        nat_gateway: None,
    };
    let table = create(&aws, here::<RouteTable>("routes"), &table).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let call = ec2.create_route().route_table_id(&table.id).gateway_id(&gateway.id);
    let sent = call.destination_cidr_block("192.0.2.0/24").send().await;
    sent.expect("a route is added");
    set_back(&aws, &table, &["foreign_routes"]).await;
    compare(&aws, &table, &[]).await;
    delete_all(&aws, [&table, &gateway, &subnet, &vpc]).await;
}

#[tokio::test]
async fn vpc_without_its_tags_gets_them_again() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let owner = async || {
        let live = aws.read(&vpc.target, &vpc.id, &vpc.fields).await.expect("read");
        live.expect("it exists").owner
    };
    assert_eq!(owner().await, Owner::Stack);
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let tag = aws_sdk_ec2::types::Tag::builder().key(STACK_TAG).build();
    let call = ec2.delete_tags().resources(&vpc.id).tags(tag);
    call.send().await.expect("the tag is removed");
    assert!(matches!(owner().await, Owner::Nobody(missing) if missing.contains_key(STACK_TAG)));
    assert_eq!(aws.find(&vpc.target, &vpc.fields).await, Ok(None));
    aws.tag(&vpc.target, &vpc.id, &vpc.fields).await.expect("it is tagged");
    assert_eq!(owner().await, Owner::Stack);
    assert_eq!(aws.find(&vpc.target, &vpc.fields).await, Ok(Some(vpc.id.clone())));
    let tag = aws_sdk_ec2::types::Tag::builder().key(STACK_TAG).value("other");
    let call = ec2.create_tags().resources(&vpc.id).tags(tag.build());
    call.send().await.expect("the tag is changed");
    assert_eq!(owner().await, Owner::Other("other".into()));
    delete(&aws, &vpc).await;
}

#[tokio::test]
async fn vpc_is_deleted_despite_a_security_group_of_cloudfront() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    // moto deletes a VPC that has security groups, but not a VPC that has a subnet.
    let subnet = subnet(&aws, &vpc, 1).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let call = ec2.create_security_group().vpc_id(&vpc.id).description("VPC origins");
    let call = call.group_name("CloudFront-VPCOrigins-Service-SG");
    let left = call.send().await.expect("a security group").group_id.expect("an id");
    let refusal = aws.delete(&vpc.target, &vpc.id, &vpc.fields).await;
    assert_eq!(refusal.expect_err("the VPC has a subnet").kind, ApiErrorKind::InUse);
    let still = ec2.describe_security_groups().group_ids(&left).send().await;
    assert!(still.is_err(), "{left} still exists");
    let refusal = aws.delete(&vpc.target, &vpc.id, &vpc.fields).await;
    let message = refusal.expect_err("the VPC has a subnet").message;
    assert!(
        message.ends_with(&format!("; used by subnet {}", subnet.id)),
        "{message}"
    );
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn vpc_that_guardduty_holds_names_its_endpoint_and_its_group() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    // moto refuses to delete a VPC only if it has a subnet.
    let subnet = subnet(&aws, &vpc, 1).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let service = format!("com.amazonaws.{HERE}.guardduty-data");
    let call = ec2.create_vpc_endpoint().vpc_id(&vpc.id).service_name(&service);
    let call = call.vpc_endpoint_type(aws_sdk_ec2::types::VpcEndpointType::Interface);
    let made = call.subnet_ids(&subnet.id).send().await.expect("an endpoint");
    let endpoint = made.vpc_endpoint.and_then(|one| one.vpc_endpoint_id).expect("an id");
    let name = format!("GuardDutyManagedSecurityGroup-{}", vpc.id);
    let call = ec2.create_security_group().vpc_id(&vpc.id).description("GuardDuty");
    let made = call.group_name(&name).send().await.expect("a security group");
    let group = made.group_id.expect("an id");

    let refusal = aws.delete(&vpc.target, &vpc.id, &vpc.fields).await;
    let message = refusal.expect_err("the VPC has a subnet").message;
    assert!(
        message.contains(&format!("VPC endpoint {endpoint} ({service})")),
        "{message}"
    );
    assert!(
        message.contains(&format!("security group {group} ({name})")),
        "{message}"
    );

    ec2.delete_vpc_endpoints()
        .vpc_endpoint_ids(endpoint)
        .send()
        .await
        .expect("the endpoint is deleted");
    ec2.delete_security_group()
        .group_id(group)
        .send()
        .await
        .expect("the group is deleted");
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn internet_gateway_is_attached_and_detached_before_its_deletion() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let gateway = gateway(&aws, &vpc).await;
    assert_eq!(gateway.output("vpc"), vpc.id);
    compare(&aws, &gateway, &[]).await;
    delete_all(&aws, [&gateway, &vpc]).await;
}

#[tokio::test]
async fn subnet_is_created_in_its_zone() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let subnet = subnet(&aws, &vpc, 1).await;
    compare(&aws, &subnet, &[]).await;
    delete_all(&aws, [&subnet, &vpc]).await;
}

#[tokio::test]
async fn route_table_takes_over_a_subnet_and_its_route_changes_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (gateway, one, two) = (
        gateway(&aws, &vpc).await,
        subnet(&aws, &vpc, 1).await,
        subnet(&aws, &vpc, 2).await,
    );
    let table = |subnet: &Created| RouteTable {
        vpc: to(&vpc, "id"),
        subnet: to(subnet, "id"),
        internet_gateway: Some(to(&gateway, "id")),
        nat_gateway: None,
    };
    let former = create(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    compare(&aws, &former, &[]).await;
    let mut latter = create(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    compare(&aws, &latter, &[]).await;

    let address = create(&aws, here::<ElasticIp>("address"), &ElasticIp {}).await;
    let nat = NatGateway {
        subnet: Some(to(&two, "id")),
        address: Some(to(&address, "id")),
        vpc: None,
    };
    let nat = create(&aws, here::<NatGateway>("nat"), &nat).await;
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
async fn zonal_nat_gateway_keeps_its_address_until_it_is_deleted() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (gateway, subnet) = (gateway(&aws, &vpc).await, subnet(&aws, &vpc, 1).await);
    let address = create(&aws, here::<ElasticIp>("address"), &ElasticIp {}).await;
    assert!(address.output("public_ip").parse::<std::net::Ipv4Addr>().is_ok());
    let nat = NatGateway {
        subnet: Some(to(&subnet, "id")),
        address: Some(to(&address, "id")),
        vpc: None,
    };
    let nat = create(&aws, here::<NatGateway>("nat"), &nat).await;
    compare(&aws, &nat, &[]).await;
    delete(&aws, &nat).await;
    let found = aws.find(&nat.target, &nat.fields).await.expect("find after delete");
    assert_eq!(
        found, None,
        "a deleted NAT gateway is still listed, and must not be found"
    );
    delete_all(&aws, [&address, &subnet, &gateway, &vpc]).await;
}

#[tokio::test]
async fn security_group_has_no_undeclared_egress() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = group(&aws, &vpc).await;
    compare(&aws, &group, &[]).await;
    check_not_owned(&aws, &group).await;
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let answer = ec2.describe_security_groups().group_ids(&group.id).send().await;
    let groups = answer.expect("a description").security_groups.unwrap_or_default();
    assert!(groups[0].ip_permissions_egress().is_empty(), "{groups:?}");
    let out = SecurityGroupRule {
        group: to(&group, "id"),
        ingress: false,
        protocol: "tcp".into(),
        from_port: 443,
        to_port: 443,
        peer: Peer::Cidr("0.0.0.0/0".into()),
        description: "HTTPS out".into(),
    };
    let out = create(&aws, here::<SecurityGroupRule>("out"), &out).await;
    compare(&aws, &out, &[]).await;
    // After a crash, the group is configured again, and keeps a declared rule.
    aws.configure(&group.target, &group.id, &group.fields, &[])
        .await
        .expect("configure");
    compare(&aws, &out, &[]).await;
    delete_all(&aws, [&out, &group, &vpc]).await;
}

#[tokio::test]
async fn security_group_rule_has_any_peer_and_changes_its_description_in_place() {
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
            let mut created = create(&aws, here::<SecurityGroupRule>("rule"), &rule).await;
            compare(&aws, &created, &[]).await;
            let refusal = aws
                .find(&other_resource(&created.target), &created.fields)
                .await
                .expect_err("the same rule");
            assert_eq!(refusal.kind, ApiErrorKind::NotOwned);
            let described = SecurityGroupRule {
                description: "HTTPS only".into(),
                ..rule
            };
            change(&aws, &mut created, &described).await;
            compare(&aws, &created, &[]).await;
            delete(&aws, &created).await;
        }
    }
    delete_all(&aws, [&web, &other, &vpc]).await;
}

#[tokio::test]
async fn rule_with_an_unknown_prefix_list_is_invalid_and_names_it() {
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
        .expect_err("the prefix list does not exist");
    assert_eq!(refusal.kind, ApiErrorKind::Invalid);
    assert!(refusal.message.contains("com.example.nowhere"), "{refusal}");
}

#[tokio::test]
async fn interface_endpoint_changes_its_subnets_and_groups_in_place() {
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
    let mut created = create(&aws, here::<VpcEndpoint>("endpoint"), &endpoint).await;
    compare(&aws, &created, &[]).await;
    let changed = VpcEndpoint {
        subnets: vec![to(&one, "id")],
        groups: vec![to(&other, "id")],
        ..endpoint
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    delete_all(&aws, [&created, &web, &other, &one, &two, &vpc]).await;
}

#[tokio::test]
async fn gateway_endpoint_changes_its_route_tables_in_place() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let (one, two) = (subnet(&aws, &vpc, 1).await, subnet(&aws, &vpc, 2).await);
    let table = |subnet: &Created| RouteTable {
        vpc: to(&vpc, "id"),
        subnet: to(subnet, "id"),
        internet_gateway: None,
        nat_gateway: None,
    };
    let first = create(&aws, here::<RouteTable>("routes"), &table(&one)).await;
    let second = create(&aws, here::<RouteTable>("routes"), &table(&two)).await;
    let endpoint = VpcEndpoint {
        vpc: to(&vpc, "id"),
        service: "s3".into(),
        interface: false,
        subnets: vec![],
        groups: vec![],
        route_tables: vec![to(&second, "id"), to(&first, "id")],
    };
    let mut created = create(&aws, here::<VpcEndpoint>("endpoint"), &endpoint).await;
    compare(&aws, &created, &[]).await;
    let changed = VpcEndpoint {
        route_tables: vec![to(&first, "id")],
        ..endpoint
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    delete_all(&aws, [&created, &first, &second, &one, &two, &vpc]).await;
}

#[tokio::test]
async fn missing_resource_is_read_as_none() {
    async fn check_missing<K: Kind>(aws: &Aws, id: &str, resource: &K) {
        let fields = serde_json::to_value(resource).expect("fields are JSON");
        let target = here::<K>("missing");
        assert_eq!(
            aws.read(&target, id, &fields).await.expect("read"),
            None,
            "{}",
            K::INFO.name
        );
        assert_eq!(
            aws.delete(&target, id, &fields).await.expect("delete"),
            Deletion::NotFound,
            "{}",
            K::INFO.name
        );
    }
    let aws = emulators().await;
    check_missing(
        &aws,
        "vpc-00000000000000000",
        &Vpc {
            cidr: "10.0.0.0/16".into(),
        },
    )
    .await;
    check_missing(&aws, "eipalloc-00000000000000000", &ElasticIp {}).await;
    let vpc = || Ref::known("vpc-00000000000000000");
    check_missing(&aws, "igw-00000000000000000", &InternetGateway { vpc: vpc() }).await;
    check_missing(&aws, "none", &LogGroup { retention_days: 30 }).await;
}
