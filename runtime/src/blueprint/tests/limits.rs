//! AWS's limits for names. For each kind with names: the maximum length, and the page of the API call that enforces it.

use super::campus::{CAMPUS, named};
use super::variants::all;
use crate::blueprint::Graph;
use moodle_stack_model::facts::regions::{NAMES, Partition};
use moodle_stack_model::{Architecture, LONGEST_NAME, Texts, Vpc};
use std::collections::{BTreeMap, BTreeSet};

const LONGEST: &str = "a-university-college";

/// Read 2026-10. A kind may allow less than its service if no name needs more.
const LIMITS: [(&str, usize, &str); 38] = [
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        256,
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
    ),
    (
        "AWS::Backup::BackupVault",
        50,
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html",
    ),
    (
        "AWS::CloudFront::VpcOrigin",
        64,
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOriginEndpointConfig.html",
    ),
    (
        "AWS::CloudTrail::Trail",
        128,
        "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
    ),
    (
        "AWS::CloudWatch::Alarm",
        255,
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    ),
    (
        "AWS::CloudWatch::Dashboard",
        255,
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    ),
    (
        "AWS::EC2::SecurityGroup",
        255,
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    ),
    (
        "AWS::ECS::Cluster",
        255,
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html",
    ),
    (
        "AWS::ECS::Service",
        255,
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    ),
    (
        "AWS::ECS::TaskDefinition",
        255,
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    ),
    (
        // Its name is its creation token.
        "AWS::EFS::FileSystem",
        64,
        "https://docs.aws.amazon.com/efs/latest/APIReference/API_CreateFileSystem.html",
    ),
    (
        "AWS::ElastiCache::ParameterGroup",
        255,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html",
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        40,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    ),
    (
        "AWS::ElastiCache::ServerlessCache",
        40,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html",
    ),
    (
        "AWS::ElastiCache::SubnetGroup",
        255,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html",
    ),
    (
        "AWS::ElastiCache::User",
        40,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html",
    ),
    (
        "AWS::ElastiCache::UserGroup",
        40,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html",
    ),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        32,
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    ),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        32,
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    ),
    (
        "AWS::Events::Rule",
        64,
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    ),
    (
        "AWS::IAM::Role",
        64,
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    ),
    (
        "AWS::KMS::Key",
        250,
        "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    ),
    (
        "AWS::Logs::Delivery",
        60,
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html",
    ),
    (
        "AWS::Logs::LogGroup",
        512,
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    ),
    (
        "AWS::RDS::DBCluster",
        63,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
    ),
    (
        "AWS::RDS::DBClusterParameterGroup",
        255,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterParameterGroup.html",
    ),
    (
        "AWS::RDS::DBInstance",
        63,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    ),
    (
        "AWS::RDS::DBInstance::Cluster",
        63,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    ),
    (
        "AWS::RDS::DBParameterGroup",
        255,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html",
    ),
    (
        "AWS::RDS::DBSubnetGroup",
        255,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html",
    ),
    (
        "AWS::RDS::EventSubscription",
        255,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html",
    ),
    (
        "AWS::S3::Bucket",
        63,
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    ),
    (
        "AWS::Scheduler::Schedule",
        64,
        "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
    ),
    (
        "AWS::SecretsManager::Secret",
        512,
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    ),
    (
        "AWS::SNS::Topic",
        256,
        "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        80,
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html",
    ),
    (
        "AWS::WAFv2::IPSet",
        128,
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html",
    ),
    (
        "AWS::WAFv2::WebACL",
        128,
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
    ),
];

/// Returns the graphs of a stack with the longest name: of every variant, and in every region.
fn graphs() -> Vec<Graph> {
    let variants = all();
    let regions = NAMES.map(|region| {
        let zones: Vec<&'static str> = ["a", "b"].map(|letter| &*format!("{region}{letter}").leak()).into();
        Architecture {
            region,
            network: Vpc {
                zones: Texts::new(&zones),
                ..CAMPUS.network
            },
            edge: CAMPUS.edge.filter(|_| Partition::of(region).has_cloudfront()),
            ..CAMPUS
        }
    });
    variants.iter().chain(&regions).map(|one| named(LONGEST, one)).collect()
}

#[test]
fn longest_stack_name_stays_within_the_limit_of_every_kind() {
    assert_eq!(LONGEST.len(), LONGEST_NAME);
    let limits: BTreeMap<&str, usize> = LIMITS.iter().map(|(kind, limit, _)| (*kind, *limit)).collect();
    let mut seen = BTreeSet::new();
    for graph in graphs() {
        for (address, resource) in &graph.resources {
            let kind = resource.kind;
            if kind.name_limit == 0 {
                assert!(!limits.contains_key(kind.name), "{address}: a {} has a name", kind.noun);
                continue;
            }
            let limit = limits.get(kind.name).copied();
            let limit = limit.unwrap_or_else(|| panic!("LIMITS has no limit for the name of a {}", kind.noun));
            assert!(kind.name_limit <= limit, "{address}: {} of {limit}", kind.name_limit);
            let length = resource.name.len();
            assert!(
                length <= kind.name_limit,
                "{address}: {} has {length} characters of {}",
                resource.name,
                kind.name_limit
            );
            seen.insert(kind.name);
        }
    }
    let unseen: Vec<_> = limits.keys().filter(|kind| !seen.contains(*kind)).collect();
    assert!(
        unseen.is_empty(),
        "no variant has a resource of these kinds: {unseen:?}"
    );
}

#[test]
fn names_have_only_characters_that_the_strictest_service_accepts() {
    // RDS, ElastiCache and Elastic Load Balancing require a letter at the start, and reject a hyphen at the end and two
    // hyphens in a row; buckets reject capital letters. The pages are those above.
    for graph in graphs() {
        for (address, resource) in &graph.resources {
            if resource.kind.name_limit == 0 {
                continue;
            }
            let name = &resource.name;
            let paths = ["AWS::Logs::LogGroup", "AWS::SecretsManager::Secret"].contains(&resource.kind.name);
            let legal = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || (paths && byte == b'/')
            };
            assert!(name.bytes().all(legal), "{address}: {name}");
            assert!(
                name.starts_with(|first: char| first.is_ascii_lowercase()),
                "{address}: {name}"
            );
            assert!(!name.ends_with('-') && !name.contains("--"), "{address}: {name}");
            assert!(!name.starts_with("internal-"), "{address}: {name}");
        }
    }
}
