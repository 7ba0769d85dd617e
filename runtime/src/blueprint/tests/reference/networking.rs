//! The network, the load balancer and the edge.

use super::{assert_resource, to};
use crate::blueprint::tests::campus::{CAMPUS, graph};
use crate::blueprint::tests::field;
use crate::blueprint::tests::variants::with_private_load_balancer;
use serde_json::{Value, json};

#[test]
fn network_matches_the_reference() {
    let graph = graph(&CAMPUS);
    assert_resource(
        &graph,
        "network.vpc",
        "AWS::EC2::VPC",
        &json!({ "cidr": "10.0.0.0/16" }),
    );
    for (letter, public, private) in [
        ("a", "10.0.0.0/20", "10.0.128.0/20"),
        ("b", "10.0.16.0/20", "10.0.144.0/20"),
    ] {
        let zone = format!("ap-southeast-1{letter}");
        for (side, cidr) in [("public", public), ("private", private)] {
            let fields = json!({ "cidr": cidr, "zone": zone, "vpc": to(&["network.vpc:id"]) });
            assert_resource(&graph, &format!("network.{side}-{letter}"), "AWS::EC2::Subnet", &fields);
        }
        let public = json!({
            "subnet": to(&[&format!("network.public-{letter}:id")]),
            "internet_gateway": to(&["network.internet-gateway:id"]),
        });
        assert_resource(
            &graph,
            &format!("network.routes-public-{letter}"),
            "AWS::EC2::RouteTable",
            &public,
        );
        let gateway = json!({
            "subnet": to(&[&format!("network.routes-public-{letter}:subnet")]),
            "address": to(&[&format!("network.address-{letter}:id")]),
        });
        assert_resource(
            &graph,
            &format!("network.nat-{letter}"),
            "AWS::EC2::NatGateway",
            &gateway,
        );
        let private = json!({
            "subnet": to(&[&format!("network.private-{letter}:id")]),
            "nat_gateway": to(&[&format!("network.nat-{letter}:id")]),
            "internet_gateway": null,
        });
        assert_resource(
            &graph,
            &format!("network.routes-private-{letter}"),
            "AWS::EC2::RouteTable",
            &private,
        );
    }
    let storage = json!({ "service": "s3", "interface": false, "route_tables": [
        to(&["network.routes-public-a:id"]), to(&["network.routes-public-b:id"]),
        to(&["network.routes-private-a:id"]), to(&["network.routes-private-b:id"]),
    ] });
    assert_resource(&graph, "network.endpoint-s3", "AWS::EC2::VPCEndpoint", &storage);
    let interfaces = [
        ("ecr-api", "ecr.api"),
        ("ecr-dkr", "ecr.dkr"),
        ("secrets", "secretsmanager"),
        ("logs", "logs"),
    ];
    for (part, service) in interfaces {
        let fields = json!({
            "service": service,
            "interface": true,
            "subnets": [to(&["network.private-a:id"]), to(&["network.private-b:id"])],
        });
        assert_resource(
            &graph,
            &format!("network.endpoint-{part}"),
            "AWS::EC2::VPCEndpoint",
            &fields,
        );
    }
    let log = json!({
        "log_group": to(&["network.flow-log-group:name"]),
        "role": to(&["network.role-flow-log:arn"]),
    });
    assert_resource(&graph, "network.flow-log", "AWS::EC2::FlowLog", &log);
}

#[test]
fn load_balancer_matches_the_reference() {
    let graph = graph(&CAMPUS);
    let balancer = json!({
        "internal": false,
        "subnets": [to(&["network.routes-public-a:subnet"]), to(&["network.routes-public-b:subnet"])],
        "idle_timeout": 120,
        "access_logs": to(&["load_balancer.logs:name"]),
        "deletion_protection": true,
    });
    let kind = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    assert_resource(&graph, "load_balancer.alb", kind, &balancer);
    let targets = json!({
        "port": 8080, "health_path": "/healthz", "health_interval": 15, "health_timeout": 10,
        "healthy": 2, "unhealthy": 3, "drain": 90,
    });
    let kind = "AWS::ElasticLoadBalancingV2::TargetGroup";
    assert_resource(&graph, "load_balancer.web", kind, &targets);
    let kind = "AWS::ElasticLoadBalancingV2::Listener";
    let http = json!({ "port": 80, "action": "redirect_to_https" });
    assert_resource(&graph, "load_balancer.http", kind, &http);
    let https = json!({
        "port": 443,
        "action": "deny",
        "certificate": "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c",
        "tls_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
    assert_resource(&graph, "load_balancer.https", kind, &https);
    let rule = json!({
        "listener": to(&["load_balancer.https:arn"]),
        "header": "X-Origin-Verify",
        "secret": to(&["edge.origin-verification:arn"]),
        "target_group": to(&["load_balancer.web:arn"]),
    });
    let kind = "AWS::ElasticLoadBalancingV2::ListenerRule";
    assert_resource(&graph, "load_balancer.from-cloudfront", kind, &rule);
}

#[test]
fn edge_matches_the_reference() {
    let graph = graph(&CAMPUS);
    let distribution = json!({
        "alias": "learn.example.edu",
        "certificate": "arn:aws:acm:us-east-1:111122223333:certificate/0f5e",
        "web_acl": to(&["edge.web-acl:arn"]),
        "origin": to(&["load_balancer.alb:dns_name"]),
        "vpc_origin": null,
        "origin_timeout": 60,
        "header": "X-Origin-Verify",
        "secret": to(&["edge.origin-verification:arn"]),
    });
    assert_resource(
        &graph,
        "edge.distribution",
        "AWS::CloudFront::Distribution",
        &distribution,
    );
    let cached = field(&graph, "edge.distribution", "cached_paths").as_array();
    // Pages are never cached, nor are files with their revision in the query string.
    let cached = cached.expect("paths");
    assert!(cached.contains(&json!("/theme/styles.php/*")));
    assert!(
        cached
            .iter()
            .filter_map(Value::as_str)
            .all(|path| path.ends_with(".php/*"))
    );
    let groups = json!([
        { "name": "AWSManagedRulesAmazonIpReputationList", "count_only": false },
        { "name": "AWSManagedRulesKnownBadInputsRuleSet", "count_only": false },
        { "name": "AWSManagedRulesPHPRuleSet", "count_only": false },
        { "name": "AWSManagedRulesSQLiRuleSet", "count_only": false },
        { "name": "AWSManagedRulesCommonRuleSet", "count_only": true },
    ]);
    // The reference allows 4000, which is one exam hall behind one address.
    let acl = json!({ "groups": groups, "rate_limit": 100_000, "log_group": to(&["edge.web-acl-logs:arn"]) });
    assert_resource(&graph, "edge.web-acl", "AWS::WAFv2::WebACL", &acl);
    let delivery = json!({ "source": to(&["edge.distribution:arn"]), "destination": to(&["edge.logs:arn"]) });
    assert_resource(&graph, "edge.log-delivery", "AWS::Logs::Delivery", &delivery);
    let private = crate::blueprint::tests::campus::graph(&with_private_load_balancer());
    let origin = json!({ "load_balancer": to(&["load_balancer.alb:arn"]) });
    assert_resource(&private, "edge.vpc-origin", "AWS::CloudFront::VpcOrigin", &origin);
}
