//! What somebody has changed outside of the deployer, and no declaration names: it is planned, reported and set back.

use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::kinds::KINDS;
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Plan};
use serde_json::json;
use std::collections::BTreeSet;

/// Changes every constant of every resource in the sandbox, and returns the kinds that have any.
fn change_all(env: &TempDirEnv) -> BTreeSet<&'static str> {
    let mut changed = BTreeSet::new();
    env.edit_world(|world| {
        for resource in world["things"].as_object_mut().unwrap().values_mut() {
            let kind = KINDS.iter().find(|kind| resource["kind"] == kind.name).unwrap();
            for constant in kind.constants {
                resource["constants"][*constant] = json!("changed by hand");
                changed.insert(kind.name);
            }
        }
    });
    changed
}

/// Checks that a plan sets back every constant of every resource of these kinds, and nothing else.
fn check(stack: &Stack, plan: &Plan, kinds: &BTreeSet<&str>) {
    let found: BTreeSet<&str> = plan.steps.iter().map(|step| step.kind.name).collect();
    assert_eq!(&found, kinds, "{}", stack.name);
    for step in &plan.steps {
        assert_eq!(step.action(), Action::Update, "{}", step.address);
        assert!(step.changes().iter().all(|change| change.drift), "{}", step.address);
        let changed: Vec<&str> = step.changes().iter().map(|change| change.field.as_str()).collect();
        let mut constants = step.kind.constants.to_vec();
        constants.sort_unstable();
        assert_eq!(changed, constants, "{}", step.address);
    }
}

#[tokio::test(start_paused = true)]
async fn constant_that_somebody_has_changed_is_planned_and_set_back() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let kinds = change_all(&env);
    assert!(kinds.contains("AWS::S3::Bucket"), "{kinds:?}");
    check(&stack, &env.plan(&stack).await, &kinds);
    env.deploy(&stack).await.succeeded();
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn constant_is_set_back_after_the_journal_is_lost() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    change_all(&env);
    env.lose_journal(&stack).await;
    env.deploy(&stack).await.succeeded();
    assert!(env.plan(&stack).await.is_empty());
}
