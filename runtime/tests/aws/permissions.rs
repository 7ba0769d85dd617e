//! That the policies allow nothing which is never called. That they allow all which is, each stack's life checks by itself.

use crate::stack::campus;
use crate::watched::records;
use moodle_stack::model::Database;
use moodle_stack::policy::Policy;
use std::collections::BTreeSet;

/// What the policies allow and no test against the emulators calls, with the reason. What is called by now fails the test, so that the
/// list cannot grow stale.
const NEVER_CALLED: &[(&str, &str)] = &[
    ("backup:GetRecoveryPointRestoreMetadata", RECOVERY),
    ("backup:StartRestoreJob", RECOVERY),
    ("ecr:BatchCheckLayerAvailability", REGISTRY),
    ("ecr:BatchGetImage", REGISTRY),
    ("ecr:CompleteLayerUpload", REGISTRY),
    ("ecr:GetDownloadUrlForLayer", REGISTRY),
    ("ecr:InitiateLayerUpload", REGISTRY),
    ("ecr:PutImage", REGISTRY),
    ("ecr:UploadLayerPart", REGISTRY),
    ("ecs:ExecuteCommand", "moto does not know it"),
    ("elasticache:DescribeEvents", FAILURES),
    ("rds:AddSourceIdentifierToSubscription", SUBSCRIPTIONS),
    ("rds:DescribeEvents", FAILURES),
    ("rds:ModifyDBSubnetGroup", "in moto, it takes the group away"),
    ("rds:ModifyEventSubscription", SUBSCRIPTIONS),
    ("rds:RemoveSourceIdentifierFromSubscription", SUBSCRIPTIONS),
    ("rds:ResetDBClusterParameterGroup", "moto does not know it"),
    ("rds:ResetDBParameterGroup", "moto does not know it"),
    (
        "rds:RestoreDBClusterFromSnapshot",
        "a life would have to be made from a backup",
    ),
    (
        "s3:GetBucketVersioning",
        "the program asks it before a life begins, and its own tests write nothing down",
    ),
];

const FAILURES: &str = "asked why something has failed, and in an emulator nothing fails by itself";
const RECOVERY: &str = "ministack keeps no recovery points";
const REGISTRY: &str = "the registry's own protocol takes it, which is not of the SDK";
const SUBSCRIPTIONS: &str = "moto does not know it";

#[test]
#[ignore = "reads what all the others have written down; `.ci/run` runs it after them"]
fn the_policies_allow_nothing_that_is_never_called() {
    let mut records = records();
    assert!(!records.called.is_empty(), "no test has run: run all the others first");
    // No life is made from a backup of another stack, which takes more.
    let mut aurora = campus("reference");
    aurora.architecture.database = Database::AuroraMysql(crate::stack::AURORA);
    for stack in [campus("reference"), aurora] {
        let policy = Policy::of(&stack, &["rescue"]);
        records.allowed.extend(policy.actions().map(str::to_owned));
    }
    let uncalled: BTreeSet<&str> = records
        .allowed
        .difference(&records.called)
        .map(String::as_str)
        .collect();
    let known: BTreeSet<&str> = NEVER_CALLED.iter().map(|(action, _)| *action).collect();
    let unused: Vec<_> = uncalled.difference(&known).collect();
    assert!(unused.is_empty(), "the policies allow what no test calls: {unused:#?}");
    let stale: Vec<_> = known.difference(&uncalled).collect();
    assert!(stale.is_empty(), "take these off the list: {stale:#?}");
}
