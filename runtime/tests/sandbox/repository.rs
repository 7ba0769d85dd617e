//! The repository of the image: one in an account, whoever made it.

use crate::stacks::Campus;
use crate::stage::Stage;
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

/// The places in a plan of the steps on an address.
fn steps(plan: &Plan, address: &str, is_meant: impl Fn(Action) -> bool) -> BTreeSet<usize> {
    let steps = plan.steps.iter().enumerate();
    steps
        .filter(|(_, step)| step.address == address && is_meant(step.action()))
        .map(|(at, _)| at)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_repository_of_another_stack_is_used_and_outlives_the_one_that_only_uses_it() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let second = stage.deploy(&other()).await.succeeded();
    assert_eq!(
        second.journal.output(REPOSITORY, "owner").as_deref(),
        Some("somebody else")
    );
    assert_eq!(stage.exists()["AWS::ECR::Repository"], 1);
    assert!(stage.plan(&other()).await.is_empty());
    let run = stage.destroy(&other()).await.succeeded();
    assert_eq!(run.plan.actions()[REPOSITORY], Action::Retain);
    assert_eq!(stage.exists()["AWS::ECR::Repository"], 1);
    assert!(stage.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_repository_without_images_goes_with_its_stack() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let run = stage.destroy(&Campus::stack()).await.succeeded();
    assert_eq!(run.plan.actions()[REPOSITORY], Action::Delete);
    assert!(!stage.exists().contains_key("AWS::ECR::Repository"));
}

#[tokio::test(start_paused = true)]
async fn the_old_repository_goes_after_every_task_has_left_it() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/lms/moodle:5.2";
    let run = stage.deploy(&stack).await.succeeded();
    let old = steps(&run.plan, REPOSITORY, |action| action == Action::Delete);
    let [old] = old.iter().copied().collect::<Vec<_>>()[..] else {
        panic!("one goes: {old:?}");
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
    assert_eq!(stage.exists()["AWS::ECR::Repository"], 1);
    assert!(stage.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_is_narrowed_to_the_repository_makes_it_alone_and_keeps_the_old_one() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    let plan = stage.plan(&stack).await.up_to(REPOSITORY);
    assert_eq!(plan.actions(), [(REPOSITORY, Action::Create)].into());
    stage.deploy(&stack).await.succeeded();
    assert!(stage.plan(&stack).await.up_to(REPOSITORY).is_empty());
    stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/lms/moodle:5.2";
    let plan = stage.plan(&stack).await.up_to(REPOSITORY);
    assert_eq!(plan.actions(), [(REPOSITORY, Action::Create)].into());
}
