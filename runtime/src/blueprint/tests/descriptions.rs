//! Descriptions fit what AWS accepts, for the longest name and the longest domain that a declaration may have.

use super::campus::named;
use super::variants::all;
use crate::blueprint::Graph;
use moodle_stack_model::Architecture;
use std::collections::BTreeSet;

const LONGEST: &str = "a-university-college";
const FIELDS: [&str; 2] = ["description", "display_name"];

/// The characters that EC2 accepts besides letters and digits.
const EC2: &str = " ._-:/()#,@[]+=&;{}!$*";

/// Read 2026-11. For each kind with a description: the maximum length, if the page states one.
const LIMITS: [(&str, Option<usize>, &str); 17] = [
    (
        "AWS::CloudWatch::Alarm",
        Some(1024),
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    ),
    (
        "AWS::EC2::SecurityGroup",
        Some(255),
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    ),
    (
        "AWS::EC2::SecurityGroupRule",
        Some(255),
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
    ),
    (
        "AWS::ElastiCache::ParameterGroup",
        None,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html",
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        None,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    ),
    (
        "AWS::ElastiCache::ServerlessCache",
        Some(255),
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html",
    ),
    (
        "AWS::ElastiCache::SubnetGroup",
        None,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html",
    ),
    (
        "AWS::Events::Rule",
        Some(512),
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    ),
    (
        "AWS::IAM::Role",
        Some(1000),
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    ),
    (
        "AWS::KMS::Key",
        Some(8192),
        "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
    ),
    (
        "AWS::RDS::DBClusterParameterGroup",
        None,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterParameterGroup.html",
    ),
    (
        "AWS::RDS::DBParameterGroup",
        None,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html",
    ),
    (
        "AWS::RDS::DBSubnetGroup",
        None,
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html",
    ),
    (
        "AWS::SNS::Topic",
        Some(100),
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html",
    ),
    (
        "AWS::SecretsManager::Secret",
        Some(2048),
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    ),
    (
        "AWS::WAFv2::IPSet",
        Some(256),
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html",
    ),
    (
        "AWS::WAFv2::WebACL",
        Some(256),
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
    ),
];

/// Returns the graphs of all variants at a domain.
fn graphs(domain: &'static str) -> impl Iterator<Item = Graph> {
    let variants = all().into_iter();
    variants.map(move |one| named(LONGEST, &Architecture { domain, ..one }))
}

/// Returns a domain with a length of at least 70.
fn domain_of(length: usize) -> &'static str {
    let mut domain = "a".repeat(length);
    for at in (2..length - 4).rev().step_by(60) {
        domain.replace_range(at..=at, ".");
    }
    domain.leak()
}

#[test]
fn longest_domain_stays_within_the_limit_of_every_description() {
    let mut seen = BTreeSet::new();
    for graph in graphs(domain_of(253)) {
        for (address, resource) in &graph.resources {
            let kind = resource.kind.name;
            for text in FIELDS.iter().filter_map(|field| resource.fields.get(field)?.as_str()) {
                let found = LIMITS.iter().find(|(limited, _, _)| *limited == kind);
                let (_, limit, _) =
                    found.unwrap_or_else(|| panic!("LIMITS has no limit for the description of {kind}"));
                let length = text.len();
                assert!(
                    text.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
                    "{address}: {text}"
                );
                assert!(
                    limit.is_none_or(|limit| length <= limit),
                    "{address}: {length} of {limit:?}"
                );
                seen.insert(kind);
            }
        }
    }
    let unseen: Vec<_> = LIMITS.iter().filter(|(kind, _, _)| !seen.contains(kind)).collect();
    assert!(
        unseen.is_empty(),
        "no variant has a description of these kinds: {unseen:?}"
    );
}

#[test]
fn descriptions_have_only_characters_that_their_service_accepts() {
    // The pattern of WAF's page also requires a character other than a space at the end.
    for graph in graphs(domain_of(253)) {
        for (address, resource) in &graph.resources {
            let Some(text) = resource.fields.get("description").and_then(|text| text.as_str()) else {
                continue;
            };
            let more = match resource.kind.name {
                "AWS::EC2::SecurityGroup" | "AWS::EC2::SecurityGroupRule" => EC2,
                "AWS::WAFv2::IPSet" | "AWS::WAFv2::WebACL" => " _+=:#@/-,.",
                _ => continue,
            };
            let legal = |letter: char| letter.is_ascii_alphanumeric() || more.contains(letter);
            assert!(text.chars().all(legal) && !text.ends_with(' '), "{address}: {text}");
        }
    }
}

#[test]
fn description_that_fits_is_not_cut() {
    for (address, field, start, limit) in [
        ("observability.topic", "display_name", "Moodle at ", 100),
        ("edge.web-acl", "description", "Moodle at ", 256),
        ("cache.serverless", "description", "Sessions and caches of ", 255),
    ] {
        let room: usize = limit - start.len();
        for (length, cut) in [(room, false), (room + 1, true)] {
            let domain = domain_of(length);
            let whole = format!("{start}{domain}");
            let expected = if cut {
                format!("{}...", &whole[..limit - 3])
            } else {
                whole
            };
            let graph = graphs(domain).find(|graph| graph.resources.contains_key(address));
            let graph = graph.unwrap_or_else(|| panic!("no variant has {address}"));
            assert_eq!(super::field(&graph, address, field), expected.as_str());
        }
    }
}
