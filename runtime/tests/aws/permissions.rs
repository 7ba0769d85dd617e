//! Checks that the policies allow no action that is never called. The stacks' tests check that they allow every call.

use crate::recorded_calls::records;
use crate::stack::campus;
use moodle_stack::model::Database;
use moodle_stack::policy::Policy;
use std::collections::BTreeSet;

/// The actions that the policies allow and no test against the emulators calls, each with the reason. An action that is called
/// fails the test, so that the list stays current.
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
    ("ecs:ExecuteCommand", "moto does not support it"),
    ("rds:AddSourceIdentifierToSubscription", SUBSCRIPTIONS),
    ("rds:ModifyDBSubnetGroup", "in moto, it deletes the group"),
    ("rds:ModifyEventSubscription", SUBSCRIPTIONS),
    ("rds:RemoveSourceIdentifierFromSubscription", SUBSCRIPTIONS),
    ("rds:ResetDBClusterParameterGroup", "moto does not support it"),
    ("rds:ResetDBParameterGroup", "moto does not support it"),
    (
        "rds:RestoreDBClusterFromSnapshot",
        "needs a stack that is restored from a backup",
    ),
    ("secretsmanager:CancelRotateSecret", ROTATION),
];

const RECOVERY: &str = "ministack keeps no recovery points";
const REGISTRY: &str = "used by the registry's protocol, not by the SDK";
const ROTATION: &str = "only called after somebody made a Lambda function rotate a secret";
const SUBSCRIPTIONS: &str = "moto does not support it";

#[test]
#[ignore = "reads the records of the other tests: `.ci/run` runs it after them"]
fn policies_allow_no_action_that_is_never_called() {
    let mut records = records();
    assert!(
        !records.called.is_empty(),
        "there are no records: run the other tests first"
    );
    // No test restores another stack's backup, which needs more actions.
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
    assert!(
        unused.is_empty(),
        "the policies allow actions that no test calls: {unused:#?}"
    );
    let stale: Vec<_> = known.difference(&uncalled).collect();
    assert!(stale.is_empty(), "remove these from the list: {stale:#?}");
}
