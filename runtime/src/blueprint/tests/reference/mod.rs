//! The blueprint has every resource of the reference application, with the same settings or better ones.

mod moodle;
mod networking;

use super::campus::{CAMPUS, graph};
use super::{field, of_kind};
use crate::blueprint::Graph;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Checks that a resource has this kind, and that its fields have these values.
fn assert_resource(graph: &Graph, address: &str, kind: &str, fields: &Value) {
    let resource = graph.resources.get(address);
    let resource = resource.unwrap_or_else(|| panic!("there is no {address}"));
    assert_eq!(resource.kind.name, kind, "{address}");
    for (name, value) in fields.as_object().expect("an object") {
        assert_eq!(field(graph, address, name), value, "{address}: {name}");
    }
}

/// Returns a reference as fields contain it.
fn to(outputs: &[&str]) -> Value {
    json!({ "$ref": outputs })
}

#[test]
fn reference_has_the_expected_number_of_resources_of_each_kind() {
    let graph = graph(&CAMPUS);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in graph.resources.values() {
        *counts.entry(resource.kind.name).or_default() += 1;
    }
    let expected = [
        ("AWS::ApplicationAutoScaling::ScalableTarget", 1),
        ("AWS::ApplicationAutoScaling::ScalingPolicy", 1),
        ("AWS::Backup::BackupVault", 1),
        ("AWS::CloudFront::Distribution", 1),
        ("AWS::CloudTrail::Trail", 1),
        ("AWS::CloudWatch::Alarm", 14),
        ("AWS::CloudWatch::Dashboard", 1),
        ("AWS::EC2::EIP", 2),
        ("AWS::EC2::FlowLog", 1),
        ("AWS::EC2::InternetGateway", 1),
        ("AWS::EC2::NatGateway", 2),
        ("AWS::EC2::RouteTable", 4),
        ("AWS::EC2::SecurityGroup", 6),
        ("AWS::EC2::SecurityGroupRule", 12),
        ("AWS::EC2::Subnet", 4),
        ("AWS::EC2::VPC", 1),
        ("AWS::EC2::VPCEndpoint", 5),
        ("AWS::ECR::Repository", 1),
        ("AWS::ECS::Cluster", 1),
        ("AWS::ECS::Service", 1),
        ("AWS::ECS::TaskDefinition", 5),
        ("AWS::EFS::AccessPoint", 1),
        ("AWS::EFS::FileSystem", 1),
        ("AWS::EFS::MountTarget", 2),
        ("AWS::ElastiCache::ParameterGroup", 1),
        ("AWS::ElastiCache::ReplicationGroup", 1),
        ("AWS::ElastiCache::SubnetGroup", 1),
        ("AWS::ElasticLoadBalancingV2::Listener", 2),
        ("AWS::ElasticLoadBalancingV2::ListenerRule", 1),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", 1),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", 1),
        ("AWS::Events::Rule", 1),
        ("AWS::IAM::Role", 8),
        ("AWS::IAM::ServiceLinkedRole", 5),
        ("AWS::KMS::Key", 1),
        ("AWS::Logs::Delivery", 1),
        ("AWS::Logs::LogGroup", 7),
        ("AWS::RDS::DBInstance", 1),
        ("AWS::RDS::DBParameterGroup", 1),
        ("AWS::RDS::DBSubnetGroup", 1),
        ("AWS::RDS::EventSubscription", 1),
        ("AWS::S3::Bucket", 2),
        ("AWS::SNS::Subscription", 1),
        ("AWS::SNS::Topic", 1),
        ("AWS::Scheduler::Schedule", 1),
        ("AWS::SecretsManager::Secret", 3),
        ("AWS::StepFunctions::StateMachine", 1),
        ("AWS::WAFv2::WebACL", 1),
        ("Moodle::CacheAuthentication", 1),
        ("Moodle::Schema", 1),
    ];
    assert_eq!(counts, expected.into());
}

#[test]
fn logs_events_and_alarms_match_the_reference() {
    let graph = graph(&CAMPUS);
    let events = json!({
        "topic": to(&["observability.topic:arn"]),
        "source_type": "db-instance",
        "sources": [to(&["database.instance:id"])],
    });
    assert_resource(&graph, "database.events", "AWS::RDS::EventSubscription", &events);
    let categories = field(&graph, "database.events", "categories").as_array();
    for category in [
        "availability",
        "configuration change",
        "failure",
        "maintenance",
        "low storage",
    ] {
        assert!(
            categories.is_some_and(|all| all.contains(&json!(category))),
            "{category}"
        );
    }
    assert_resource(
        &graph,
        "observability.topic",
        "AWS::SNS::Topic",
        &json!({ "key": to(&["observability.key:arn"]) }),
    );
    let subscription = json!({ "topic": to(&["observability.topic:arn"]), "email": "moodle-ops@example.edu" });
    assert_resource(
        &graph,
        "observability.subscription",
        "AWS::SNS::Subscription",
        &subscription,
    );
    assert_resource(
        &graph,
        "trail.trail",
        "AWS::CloudTrail::Trail",
        &json!({ "bucket": to(&["trail.bucket:name"]) }),
    );
    assert_resource(
        &graph,
        "trail.bucket",
        "AWS::S3::Bucket",
        &json!({ "expire_days": 365 }),
    );
    let name = &graph.resources["trail.trail"].name;
    let policy = field(&graph, "trail.bucket", "policy").to_string();
    assert!(policy.contains(&format!(":trail/{name}\"")));
    for group in of_kind(&graph, "LogGroup") {
        assert_eq!(field(&graph, group, "retention_days"), 30, "{group}");
    }
    for alarm in of_kind(&graph, "Alarm") {
        assert_eq!(field(&graph, alarm, "topic"), &to(&["observability.topic:arn"]));
        let description = field(&graph, alarm, "description").as_str();
        // It explains the alarm's meaning, and what to do.
        assert!(
            description.is_some_and(|text| text.matches(". ").count() >= 1),
            "{alarm}"
        );
    }
}

#[test]
fn service_linked_roles_are_retained() {
    let graph = graph(&CAMPUS);
    for role in of_kind(&graph, "ServiceLinkedRole") {
        assert_eq!(field(&graph, role, "on_destroy"), "Retain");
    }
}

#[test]
fn outputs_have_the_names_of_the_reference() {
    let graph = graph(&CAMPUS);
    let names: Vec<&str> = graph.outputs.iter().map(|output| output.name).collect();
    let expected = [
        "MOODLE-URL",
        "APPLICATION-LOAD-BALANCER-DNS-NAME",
        "CLOUDFRONT-DNS-NAME",
        "MOODLE-CLOUDFRONT-DIST-ID",
        "MOODLE-USERNAME",
        "MOODLE-PASSWORD-SECRET-ARN",
        "MOODLE-REDIS-PRIMARY-ENDPOINT-ADDRESS-AND-PORT",
        "MOODLE-CACHE-ENDPOINT-ADDRESS-AND-PORT",
        "ECS-CLUSTER-NAME",
        "ECS-VPC-ID",
        "MOODLE-SERVICE-NAME",
    ];
    assert_eq!(names, expected);
    let endpoint = serde_json::to_value(&graph.outputs[6].value).expect("a value");
    assert_eq!(
        endpoint,
        json!({ "$join": [to(&["cache.nodes:endpoint"]), ":", to(&["cache.nodes:port"])] })
    );
}
