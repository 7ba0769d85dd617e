//! Mapping calls to actions.

use super::POLICIES;
use crate::policy::actions_of;
use crate::policy::call::PREFIXES;
use std::collections::BTreeSet;

#[test]
fn call_needs_the_action_of_its_name_or_those_that_aws_documents() {
    let actions = |service: &str, call: &str| actions_of(service, call).expect("a service that is known");
    assert_eq!(actions("SFN", "DescribeStateMachine"), ["states:DescribeStateMachine"]);
    assert_eq!(actions("S3", "PutBucketEncryption"), ["s3:PutEncryptionConfiguration"]);
    assert_eq!(
        actions("EC2", "CreateFlowLogs"),
        ["ec2:CreateFlowLogs", "ec2:CreateTags", "iam:PassRole"]
    );
    assert_eq!(actions("STS", "GetCallerIdentity"), [""; 0]);
    assert_eq!(actions_of("DynamoDB", "PutItem"), None);
}

/// An action without its prefix in the table would escape the test below.
#[test]
fn prefix_of_every_allowed_action_belongs_to_a_known_service() {
    let known: BTreeSet<&str> = PREFIXES.iter().map(|(_, prefix)| *prefix).collect();
    let actions = POLICIES.iter().flat_map(|(_, policy)| policy.actions());
    let prefixes: BTreeSet<&str> = actions.filter_map(|action| Some(action.split_once(':')?.0)).collect();
    // The program never calls this service itself: its actions are dependent actions of other calls.
    let unknown: Vec<_> = prefixes
        .difference(&known)
        .filter(|prefix| **prefix != "backup-storage")
        .collect();
    assert!(unknown.is_empty(), "add {unknown:?} to PREFIXES in policy/call.rs");
}

#[test]
fn dependent_actions_are_allowed_wherever_their_action_is() {
    let mut missing = BTreeSet::new();
    for (_, policy) in POLICIES.iter() {
        let allowed: BTreeSet<&str> = policy.actions().collect();
        for action in &allowed {
            let (prefix, call) = action.split_once(':').expect("a service and a name");
            for (service, _) in PREFIXES.iter().filter(|(_, of)| *of == prefix) {
                for needed in actions_of(service, call).expect("a service that is known") {
                    if !allowed.contains(needed.as_str()) {
                        missing.insert(format!("{action} without {needed}"));
                    }
                }
            }
        }
    }
    // In a stack without alarms, only the autoscaler creates alarms, and it does not tag them.
    let by_scaling = ["cloudwatch:PutMetricAlarm without cloudwatch:TagResource"];
    assert!(missing.iter().eq(by_scaling.iter()), "{missing:#?}");
}
