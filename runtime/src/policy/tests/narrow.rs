//! Nothing is allowed by a wildcard or on resources of others, and everything is allowed on the stack's own.

use super::{POLICIES, allow, named};
use crate::blueprint::blueprint;
use crate::blueprint::tests::variants::all;
use crate::kinds::{KINDS, find};
use crate::policy::{Policy, Statement};
use moodle_stack_model::Nat;
use std::collections::BTreeSet;

fn has_condition(statement: &Statement, key: &str) -> bool {
    statement.conditions.values().any(|keys| keys.contains_key(key))
}

#[test]
fn every_kind_has_permissions() {
    for kind in KINDS {
        assert!(
            find(kind.name).is_some_and(|kind| !kind.permissions.rows.is_empty()),
            "{}",
            kind.name
        );
    }
}

#[test]
fn every_action_is_named_in_full() {
    for (_, policy) in POLICIES.iter() {
        for action in policy.actions() {
            let (service, name) = action.split_once(':').expect("a service and a name");
            let lower = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            assert!(service.chars().all(lower), "{action}");
            assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric()), "{action}");
        }
    }
}

#[test]
fn every_placeholder_is_filled() {
    for (_, policy) in POLICIES.iter() {
        for statement in &policy.statements {
            let text = statement.json().to_string();
            let places = text
                .split('{')
                .skip(1)
                .filter(|rest| !rest.starts_with('"') && !rest.starts_with('}'));
            assert_eq!(places.count(), 0, "{text}");
        }
    }
}

/// These services have no region, and their lists need no permission.
const WITHOUT_REGION: [&str; 4] = [
    "cloudfront:ListDistributions",
    "cloudfront:ListVpcOrigins",
    "iam:ListRoles",
    "s3:ListAllMyBuckets",
];

#[test]
fn action_without_resources_is_limited_to_a_region_a_tag_or_a_cluster() {
    let keys = [
        "aws:RequestedRegion",
        "aws:RequestTag/moodle-stack:stack",
        "ecs:cluster",
    ];
    for (_, policy) in POLICIES.iter() {
        for statement in policy.statements.iter().filter(|one| one.resources.contains("*")) {
            assert_eq!(statement.resources.len(), 1);
            if !keys.iter().any(|key| has_condition(statement, key)) {
                let unknown: Vec<&str> = statement
                    .actions()
                    .filter(|one| !WITHOUT_REGION.contains(one))
                    .collect();
                assert!(unknown.is_empty(), "{unknown:?}");
            }
        }
    }
}

/// Lists the actions that change something without the stack's name in the ARN or in a condition on tags.
#[test]
fn action_that_changes_something_is_limited_to_the_stack_by_name_or_tag() {
    let reads = ["Describe", "Filter", "Get", "List"];
    let mut open = BTreeSet::new();
    for (_, policy) in POLICIES.iter() {
        for statement in &policy.statements {
            let tagged = has_condition(statement, "aws:RequestTag/moodle-stack:stack")
                || has_condition(statement, "aws:ResourceTag/moodle-stack:stack");
            let is_named = |arn: &String| arn.contains("campus");
            if tagged || statement.resources.iter().all(is_named) {
                continue;
            }
            let changes = statement.actions().filter(|action| {
                let name = action.split(':').nth(1).unwrap_or_default();
                !reads.iter().any(|read| name.starts_with(read))
            });
            let by = statement
                .conditions
                .values()
                .flat_map(|keys| keys.keys().cloned())
                .collect::<Vec<_>>();
            open.extend(changes.map(|action| format!("{action} {}", by.join(" "))));
        }
    }
    insta::assert_snapshot!(open.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn role_can_be_passed_only_to_the_service_that_uses_it() {
    for (_, policy) in POLICIES.iter() {
        for statement in policy
            .statements
            .iter()
            .filter(|one| one.actions.contains("iam:PassRole"))
        {
            assert_eq!(statement.actions.len(), 1);
            assert!(has_condition(statement, "iam:PassedToService"));
            for role in &statement.resources {
                assert!(
                    role.starts_with("arn:aws:iam::111122223333:role/campus-ap-southeast-1-"),
                    "{role}"
                );
                assert!(!role.contains('*'), "{role}");
            }
        }
    }
}

#[test]
fn managed_policies_can_be_detached_and_none_can_be_attached() {
    let role = "arn:aws:iam::111122223333:role/campus-ap-southeast-1-backup";
    for (_, policy) in POLICIES.iter() {
        assert!(allow(&policy.statements, "iam:DetachRolePolicy", role));
        assert!(!policy.actions().any(|action| action == "iam:AttachRolePolicy"));
    }
}

/// ARNs of named resources, in AWS's form; the ID that AWS adds is made up.
const ARNS: &[(&str, &str, &str)] = &[
    (
        "AWS::Backup::BackupVault",
        "backup:DeleteBackupVault",
        "arn:aws:backup:REGION:111122223333:backup-vault:NAME",
    ),
    (
        "AWS::CloudTrail::Trail",
        "cloudtrail:DeleteTrail",
        "arn:aws:cloudtrail:REGION:111122223333:trail/NAME",
    ),
    (
        "AWS::CloudWatch::Alarm",
        "cloudwatch:DeleteAlarms",
        "arn:aws:cloudwatch:REGION:111122223333:alarm:NAME",
    ),
    (
        "AWS::CloudWatch::Dashboard",
        "cloudwatch:DeleteDashboards",
        "arn:aws:cloudwatch::111122223333:dashboard/NAME",
    ),
    (
        "AWS::ECR::Repository",
        "ecr:DeleteRepository",
        "arn:aws:ecr:REGION:111122223333:repository/NAME",
    ),
    (
        "AWS::ECS::Cluster",
        "ecs:DeleteCluster",
        "arn:aws:ecs:REGION:111122223333:cluster/NAME",
    ),
    (
        "AWS::ECS::Service",
        "ecs:DeleteService",
        "arn:aws:ecs:REGION:111122223333:service/campus-cluster/NAME",
    ),
    (
        "AWS::ECS::TaskDefinition",
        "ecs:RunTask",
        "arn:aws:ecs:REGION:111122223333:task-definition/NAME:7",
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "elasticache:DeleteReplicationGroup",
        "arn:aws:elasticache:REGION:111122223333:replicationgroup:NAME",
    ),
    (
        "AWS::ElastiCache::ParameterGroup",
        "elasticache:DeleteCacheParameterGroup",
        "arn:aws:elasticache:REGION:111122223333:parametergroup:NAME",
    ),
    (
        "AWS::ElastiCache::ServerlessCache",
        "elasticache:DeleteServerlessCache",
        "arn:aws:elasticache:REGION:111122223333:serverlesscache:NAME",
    ),
    (
        "AWS::ElastiCache::SubnetGroup",
        "elasticache:DeleteCacheSubnetGroup",
        "arn:aws:elasticache:REGION:111122223333:subnetgroup:NAME",
    ),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "elasticloadbalancing:DeleteLoadBalancer",
        "arn:aws:elasticloadbalancing:REGION:111122223333:loadbalancer/app/NAME/50dc6c495c0c9188",
    ),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "elasticloadbalancing:DeleteTargetGroup",
        "arn:aws:elasticloadbalancing:REGION:111122223333:targetgroup/NAME/73e2d6bc24d8a067",
    ),
    (
        "AWS::Events::Rule",
        "events:DeleteRule",
        "arn:aws:events:REGION:111122223333:rule/NAME",
    ),
    (
        "AWS::IAM::Role",
        "iam:DeleteRole",
        "arn:aws:iam::111122223333:role/NAME",
    ),
    (
        "AWS::Logs::Delivery",
        "logs:DeleteDeliverySource",
        "arn:aws:logs:REGION:111122223333:delivery-source:NAME",
    ),
    (
        "AWS::Logs::LogGroup",
        "logs:DeleteLogGroup",
        "arn:aws:logs:REGION:111122223333:log-group:NAME",
    ),
    // All actions except those for tags name a log group with its streams.
    (
        "AWS::Logs::LogGroup",
        "logs:DeleteLogGroup",
        "arn:aws:logs:REGION:111122223333:log-group:NAME:*",
    ),
    (
        "AWS::RDS::DBCluster",
        "rds:DeleteDBCluster",
        "arn:aws:rds:REGION:111122223333:cluster:NAME",
    ),
    (
        "AWS::RDS::DBClusterParameterGroup",
        "rds:DeleteDBClusterParameterGroup",
        "arn:aws:rds:REGION:111122223333:cluster-pg:NAME",
    ),
    (
        "AWS::RDS::DBInstance",
        "rds:DeleteDBInstance",
        "arn:aws:rds:REGION:111122223333:db:NAME",
    ),
    (
        "AWS::RDS::DBParameterGroup",
        "rds:DeleteDBParameterGroup",
        "arn:aws:rds:REGION:111122223333:pg:NAME",
    ),
    (
        "AWS::RDS::DBSubnetGroup",
        "rds:DeleteDBSubnetGroup",
        "arn:aws:rds:REGION:111122223333:subgrp:NAME",
    ),
    (
        "AWS::RDS::EventSubscription",
        "rds:DeleteEventSubscription",
        "arn:aws:rds:REGION:111122223333:es:NAME",
    ),
    ("AWS::S3::Bucket", "s3:DeleteBucket", "arn:aws:s3:::NAME"),
    (
        "AWS::S3::Bucket",
        "s3:DeleteObjectVersion",
        "arn:aws:s3:::NAME/AWSLogs/1",
    ),
    (
        "AWS::SNS::Topic",
        "sns:DeleteTopic",
        "arn:aws:sns:REGION:111122223333:NAME",
    ),
    (
        "AWS::Scheduler::Schedule",
        "scheduler:DeleteSchedule",
        "arn:aws:scheduler:REGION:111122223333:schedule/default/NAME",
    ),
    (
        "AWS::SecretsManager::Secret",
        "secretsmanager:DeleteSecret",
        "arn:aws:secretsmanager:REGION:111122223333:secret:NAME-a1b2c3",
    ),
    (
        "AWS::StepFunctions::StateMachine",
        "states:DeleteStateMachine",
        "arn:aws:states:REGION:111122223333:stateMachine:NAME",
    ),
    (
        "AWS::WAFv2::IPSet",
        "wafv2:DeleteIPSet",
        "arn:aws:wafv2:REGION:111122223333:global/ipset/NAME/473e64fd-f30b-4765-81a0-62ad96dd167a",
    ),
    (
        "AWS::WAFv2::WebACL",
        "wafv2:DeleteWebACL",
        "arn:aws:wafv2:REGION:111122223333:global/webacl/NAME/473e64fd-f30b-4765-81a0-62ad96dd167a",
    ),
];

#[test]
fn named_resource_can_be_deleted_under_its_name_and_not_under_another_stacks() {
    let mut checked = BTreeSet::new();
    for (stack, policy) in POLICIES.iter() {
        for (address, resource) in &blueprint(stack).resources {
            for (kind, action, arn) in ARNS.iter().filter(|(kind, ..)| *kind == resource.kind.name) {
                let arn = arn.replace("REGION", &resource.region).replace("NAME", &resource.name);
                assert!(allow(&policy.statements, action, &arn), "{address}: {action} on {arn}");
                // The repository has the name of the declared image.
                if *kind != "AWS::ECR::Repository" {
                    let foreign = arn.replace("campus", "other");
                    assert!(
                        !allow(&policy.statements, action, &foreign),
                        "{address}: {action} on {foreign}"
                    );
                }
                checked.insert(kind);
            }
        }
    }
    let kinds: BTreeSet<_> = ARNS.iter().map(|(kind, ..)| kind).collect();
    assert_eq!(checked, kinds);
}

#[test]
fn backups_of_another_stack_are_allowed_only_for_a_restore_from_it() {
    let architecture = all()[0];
    let stack = named("campus", &architecture);
    let snapshot = "arn:aws:rds:ap-southeast-1:111122223333:snapshot:rescue-2026-11-25";
    let restore = "rds:RestoreDBInstanceFromDBSnapshot";
    assert!(allow(&Policy::of(&stack, &["rescue"]).statements, restore, snapshot));
    assert!(!allow(&Policy::of(&stack, &["other"]).statements, restore, snapshot));
    assert!(!Policy::of(&stack, &[]).actions().any(|action| action == restore));
}

#[test]
fn role_of_regional_nat_gateways_is_created_only_with_such_a_gateway() {
    let role =
        "arn:aws:iam::111122223333:role/aws-service-role/ec2-nat-gateway.amazonaws.com/AWSServiceRoleForNATGateway";
    for nat in [Nat::PerZone, Nat::Single, Nat::Regional] {
        let mut architecture = all()[0];
        architecture.network.nat = nat;
        let statements = Policy::of(&named("campus", &architecture), &[]).statements;
        let made = allow(&statements, "iam:CreateServiceLinkedRole", role);
        assert_eq!(made, nat == Nat::Regional, "{nat:?}");
    }
}
