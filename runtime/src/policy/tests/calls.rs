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

/// A table that names an action also names its dependent actions.
#[test]
fn dependent_actions_are_allowed_with_every_call() {
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
    // In a stack without alarms, only Application Auto Scaling creates alarms, without tags.
    let by_scaling = ["cloudwatch:PutMetricAlarm without cloudwatch:TagResource"];
    assert!(missing.iter().eq(by_scaling.iter()), "{missing:#?}");
}
