//! The image repository, which several stacks of an account can share.

use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::REPOSITORY;
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Plan};
use std::collections::BTreeSet;

/// Another stack in the account, with an image of the same repository.
fn other() -> Stack {
    let mut stack = Campus::stack();
    stack.name = "other";
    stack.architecture.domain = "other.example.edu";
    stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2-other";
    stack
}

/// Returns the indices of the plan's steps on an address.
fn steps(plan: &Plan, address: &str, is_match: impl Fn(Action) -> bool) -> BTreeSet<usize> {
    let steps = plan.steps.iter().enumerate();
    steps
        .filter(|(_, step)| step.address == address && is_match(step.action()))
        .map(|(at, _)| at)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn repository_of_another_stack_is_used_and_not_deleted_on_destroy() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let second = env.deploy(&other()).await.succeeded();
    assert_eq!(
        second.journal.output(REPOSITORY, "owner").as_deref(),
        Some("somebody else")
    );
    assert_eq!(env.count_by_kind()["AWS::ECR::Repository"], 1);
    assert!(env.plan(&other()).await.is_empty());
    let run = env.destroy(&other()).await.succeeded();
    assert_eq!(run.plan.actions()[REPOSITORY], Action::Retain);
    assert_eq!(env.count_by_kind()["AWS::ECR::Repository"], 1);
    assert!(env.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn empty_repository_is_deleted_with_its_stack() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let run = env.destroy(&Campus::stack()).await.succeeded();
    assert_eq!(run.plan.actions()[REPOSITORY], Action::Delete);
    assert!(!env.count_by_kind().contains_key("AWS::ECR::Repository"));
}

#[tokio::test(start_paused = true)]
async fn old_repository_is_deleted_after_every_task_that_uses_it_is_updated() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/lms/moodle:5.2";
    let run = env.deploy(&stack).await.succeeded();
    let old = steps(&run.plan, REPOSITORY, |action| action == Action::Delete);
    let [old] = old.iter().copied().collect::<Vec<_>>()[..] else {
        panic!("expected one deletion: {old:?}");
    };
    let mut before = run.plan.steps[old].after.clone();
    while let Some(more) = before
        .iter()
        .flat_map(|at| run.plan.steps[*at].after.iter())
        .copied()
        .find(|at| !before.contains(at))
    {
        before.insert(more);
    }
    for address in [
        "compute.service",
        "compute.cron",
        "compute.task-web",
        "compute.role-execution",
    ] {
        let updated = steps(&run.plan, address, |action| action != Action::Delete);
        assert!(!updated.is_empty() && updated.is_subset(&before), "{address}");
    }
    assert_eq!(env.count_by_kind()["AWS::ECR::Repository"], 1);
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn plan_up_to_the_repository_creates_only_it_and_keeps_the_old_one() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    let plan = env.plan(&stack).await.up_to(REPOSITORY);
    assert_eq!(plan.actions(), [(REPOSITORY, Action::Create)].into());
    env.deploy(&stack).await.succeeded();
    assert!(env.plan(&stack).await.up_to(REPOSITORY).is_empty());
    stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/lms/moodle:5.2";
    let plan = env.plan(&stack).await.up_to(REPOSITORY);
    assert_eq!(plan.actions(), [(REPOSITORY, Action::Create)].into());
}
