//! A deployer that is killed, at any step, and started again: what was declared is there, once.

use crate::front::{Front, Moment};
use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::blueprint::blueprint;
use moodle_stack::execute::{Clock, Executor, Stop};
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::{Plan, deployment, destruction};

/// Runs a plan until the deployer dies at its `n`th call; tells whether it came to that.
pub async fn killed(stage: &Stage, stack: &Stack, n: usize, moment: Moment, plan: &Plan) -> bool {
    let clock = Clock::start(1.0);
    let provider = Front::dying(stage.sandbox(clock), n, moment);
    let mut file = stage.journal(stack);
    {
        let executor = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {});
        let run = async {
            tokio::select! {
                _ = executor.run(plan) => {}
                () = provider.death.notified() => {}
            }
        };
        run.await;
    }
    provider.died.get()
}

fn stack() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack
}

/// Every so many calls one death: a life of the stack takes some hundred calls, and each death costs two lives.
const STRIDE: usize = 41;

async fn deploys_after_a_death(moment: Moment) {
    let graph = blueprint(&stack());
    let mut deaths = 0;
    for n in (1..).step_by(STRIDE) {
        let stage = Stage::new();
        let plan = deployment(
            &graph,
            &stage.journal(&stack()).journal,
            &std::collections::BTreeMap::new(),
        );
        if !killed(&stage, &stack(), n, moment, &plan).await {
            break;
        }
        deaths += 1;
        stage.deploy(&stack()).await.succeeded();
        let exists: usize = stage.exists().values().sum();
        assert_eq!(exists, graph.resources.len(), "killed {moment:?} its call {n}");
        assert!(stage.plan(&stack()).await.is_empty(), "killed {moment:?} its call {n}");
    }
    assert!(deaths >= 4, "only {deaths} deaths");
}

async fn destroys_after_a_death(moment: Moment) {
    let mut deaths = 0;
    for n in (1..).step_by(STRIDE) {
        let stage = Stage::new();
        let run = stage.deploy(&stack()).await.succeeded();
        if !killed(
            &stage,
            &stack(),
            n,
            moment,
            &destruction(&blueprint(&stack()), &run.journal),
        )
        .await
        {
            break;
        }
        deaths += 1;
        let run = stage.destroy(&stack()).await.succeeded();
        assert!(run.journal.is_empty());
        let left: Vec<String> = stage.exists().into_keys().collect();
        assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"], "killed {moment:?} its call {n}");
    }
    assert!(deaths >= 2, "only {deaths} deaths");
}

#[tokio::test(start_paused = true)]
async fn a_deploy_killed_before_a_call_is_finished_by_the_next() {
    deploys_after_a_death(Moment::Before).await;
}

#[tokio::test(start_paused = true)]
async fn a_deploy_killed_before_it_hears_an_answer_is_finished_by_the_next_and_nothing_is_made_twice() {
    deploys_after_a_death(Moment::After).await;
}

#[tokio::test(start_paused = true)]
async fn a_destroy_killed_before_a_call_is_finished_by_the_next() {
    destroys_after_a_death(Moment::Before).await;
}

#[tokio::test(start_paused = true)]
async fn a_destroy_killed_before_it_hears_an_answer_is_finished_by_the_next() {
    destroys_after_a_death(Moment::After).await;
}
