//! Checks that each kind reads whose a resource is by its tags, so that a removed tag is drift, or has a reason not to.

use super::KINDS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// AWS knows no tags of it. The adapter knows its own by a name or a place.
const NOT_TAGGABLE: &str = "AWS knows no tags of it";
/// What it is part of has the tags.
const A_PART: &str = "it is part of another resource, whose tags are read";
/// No description of it has its tags, so each refresh would make one more call for each. Of these, a removed tag is not
/// drift. It matters only if the journal is lost: `plan` then names what is in the way, with the tags to give it.
const OWN_CALL: &str = "its tags need a call of their own";

/// The kinds whose `read` does not report the owner: the reason, and the page that says so.
const UNREAD: &[(&str, &str, &str)] = &[
    (
        "AWS::ApplicationAutoScaling::ScalableTarget",
        OWN_CALL,
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        NOT_TAGGABLE,
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html",
    ),
    (
        "AWS::Backup::BackupVault",
        OWN_CALL,
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html",
    ),
    (
        "AWS::CertificateManager::Certificate",
        OWN_CALL,
        "https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html",
    ),
    (
        "AWS::CertificateManager::Validation",
        A_PART,
        "https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html",
    ),
    (
        "AWS::CloudFront::Distribution",
        OWN_CALL,
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html",
    ),
    (
        "AWS::CloudFront::VpcOrigin",
        OWN_CALL,
        "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetVpcOrigin.html",
    ),
    (
        "AWS::CloudTrail::Trail",
        OWN_CALL,
        "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html",
    ),
    (
        "AWS::KMS::Key",
        OWN_CALL,
        "https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html",
    ),
    (
        "AWS::CloudWatch::Alarm",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html",
    ),
    (
        "AWS::CloudWatch::Dashboard",
        "its name says whose it is, and it costs nothing: it is not tagged",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    ),
    (
        "AWS::ECR::Repository",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html",
    ),
    (
        "AWS::EFS::MountTarget",
        A_PART,
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html",
    ),
    (
        "AWS::ElastiCache::ParameterGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ElastiCache::ServerlessCache",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ElastiCache::SubnetGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ElastiCache::User",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::ElastiCache::UserGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::Events::Rule",
        OWN_CALL,
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html",
    ),
    (
        "AWS::IAM::ServiceLinkedRole",
        "stacks share it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html",
    ),
    (
        "AWS::Logs::Delivery",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "AWS::Logs::LogGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html",
    ),
    (
        "AWS::RDS::DBClusterParameterGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterParameterGroup.html",
    ),
    (
        "AWS::RDS::DBParameterGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBParameterGroup.html",
    ),
    (
        "AWS::RDS::DBSubnetGroup",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSubnetGroup.html",
    ),
    (
        "AWS::RDS::EventSubscription",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EventSubscription.html",
    ),
    (
        "AWS::Route53::RecordSet",
        NOT_TAGGABLE,
        "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html",
    ),
    (
        "AWS::S3::Bucket",
        OWN_CALL,
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html",
    ),
    (
        "AWS::SNS::Subscription",
        NOT_TAGGABLE,
        "https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html",
    ),
    (
        "AWS::SNS::Topic",
        OWN_CALL,
        "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html",
    ),
    (
        "AWS::Scheduler::Schedule",
        NOT_TAGGABLE,
        "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_TagResource.html",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        OWN_CALL,
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html",
    ),
    (
        "AWS::WAFv2::IPSet",
        OWN_CALL,
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_GetIPSet.html",
    ),
    (
        "AWS::WAFv2::WebACL",
        OWN_CALL,
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACL.html",
    ),
    (
        "Moodle::CacheAuthentication",
        A_PART,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html",
    ),
    (
        "Moodle::Schema",
        "it is made of tags of the cluster",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
    ),
];

/// Finds the kinds that have an adapter, each with whether its code reports the owner and sets the tags again.
fn adapters() -> BTreeMap<&'static str, (bool, bool)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kinds");
    let folders = |of: &Path| -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    let mut found = BTreeMap::new();
    let services = folders(&root).into_iter();
    for folder in services.flat_map(|service| [vec![service.clone()], folders(&service)].concat()) {
        let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        let declaration = read("mod.rs");
        let is_it = |name: &str| declaration.contains(&format!("\"{name}\" of"));
        let Some(kind) = KINDS.iter().find(|kind| is_it(kind.name)) else {
            continue;
        };
        let parts = std::fs::read_dir(folder.join("aws")).into_iter().flatten();
        let parts = parts.map(|part| std::fs::read_to_string(part.unwrap().path()).unwrap_or_default());
        let code = read("aws.rs") + &parts.collect::<String>();
        found.insert(kind.name, (code.contains(".owned_by("), code.contains("async fn tag(")));
    }
    found
}

#[test]
fn every_kind_reads_its_tags_or_has_a_reason_not_to() {
    let adapters = adapters();
    let kinds: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(kinds, adapters.keys().copied().collect());
    let unread: BTreeSet<&str> = UNREAD.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(unread.len(), UNREAD.len(), "a kind is listed twice");
    for (kind, (reads, sets)) in adapters {
        assert!(
            reads != unread.contains(kind),
            "{kind}: it reads its tags, or is listed with a reason, and not both"
        );
        assert!(
            sets || !reads,
            "{kind}: it reports its owner, and does not set its tags again"
        );
    }
    for (kind, reason, page) in UNREAD {
        assert!(kinds.contains(kind) && !reason.is_empty(), "{kind}");
        assert!(page.starts_with("https://docs.aws.amazon.com/"), "{kind}: {page}");
    }
}
