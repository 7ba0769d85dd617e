//! A deployer that is killed, at any step, and started again: what was declared is there, once.

use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::blueprint::blueprint;
use moodle_stack::execute::{Clock, Executor, Stop};
use moodle_stack::model::rules::live::{Known, Question};
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::operations::{Backup, Log, OneOff, Operations, Page, Place, Progress, TaskState, Which};
use moodle_stack::plan::{Plan, deployment, destruction};
use moodle_stack::provider::{Deletion, Fault, Live, Provider, Target};
use moodle_stack::sandbox::Sandbox;
use serde_json::Value;
use std::cell::Cell;
use tokio::sync::Notify;

/// When the deployer dies.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// Before AWS hears of the call.
    Before,
    /// After AWS has done what the call asks for, before the answer is heard.
    After,
}

/// A provider in front of the sandbox that never answers the `n`th call that changes something.
struct Dying {
    sandbox: Sandbox,
    left: Cell<usize>,
    moment: Moment,
    died: Cell<bool>,
    death: Notify,
}

impl Dying {
    async fn pass<T>(&self, call: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left != 1 {
            return call.await;
        }
        self.died.set(true);
        if let Moment::After = self.moment {
            // Whatever the answer is, nobody hears it.
            let _ = call.await;
        }
        self.death.notify_one();
        std::future::pending().await
    }
}

impl Operations for Dying {
    async fn start_task(&self, task: &OneOff) -> Result<String, Fault> {
        self.pass(self.sandbox.start_task(task)).await
    }

    async fn tasks(&self, place: &Place, which: &Which) -> Result<Vec<String>, Fault> {
        self.sandbox.tasks(place, which).await
    }

    async fn task(&self, place: &Place, arn: &str) -> Result<Option<TaskState>, Fault> {
        self.sandbox.task(place, arn).await
    }

    async fn stop_task(&self, place: &Place, arn: &str, why: &str) -> Result<(), Fault> {
        self.pass(self.sandbox.stop_task(place, arn, why)).await
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, Fault> {
        self.sandbox.read_log(log, after).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, Fault> {
        self.pass(self.sandbox.back_up(backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, Fault> {
        self.sandbox.backup(backup, id).await
    }
}

impl Provider for Dying {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, Fault> {
        self.sandbox.find(target, fields).await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, Fault> {
        self.pass(self.sandbox.create(target, fields)).await
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), Fault> {
        self.pass(self.sandbox.configure(target, id, fields, changed)).await
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, Fault> {
        self.sandbox.read(target, id, fields).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, Fault> {
        self.pass(self.sandbox.delete(target, id, fields)).await
    }

    async fn know(&self, question: &Question) -> Result<Known, Fault> {
        self.sandbox.know(question).await
    }
}

/// Runs a plan until the deployer dies at its `n`th call; tells whether it came to that.
async fn killed(stage: &Stage, stack: &Stack, n: usize, moment: Moment, plan: &Plan) -> bool {
    let clock = Clock::start(1.0);
    let provider = Dying {
        sandbox: stage.sandbox(clock),
        left: Cell::new(n),
        moment,
        died: Cell::new(false),
        death: Notify::new(),
    };
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
