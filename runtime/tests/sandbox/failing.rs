//! Resources that AWS gives up: the wait ends at once and with the cause, and what serves the site goes on.

use crate::stacks::Campus;
use crate::stage::{Run, Stage};
use moodle_stack::execute::{Failure, StepError};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Reason};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const ROLLED_BACK: &str = "ECS deployment circuit breaker: tasks failed to start.\n\
                           a task stopped: Essential container in task exited, container moodle ended with 78";

/// Has AWS give a resource up with a cause, or none any more.
fn failing(stage: &Stage, causes: &[(&str, &str)]) {
    let causes: BTreeMap<_, _> = causes.iter().copied().collect();
    stage.by_hand(|world| world["failing"] = json!(causes));
}

/// Finds the one step that failed.
#[track_caller]
fn only_failure(run: &Run) -> &Failure {
    let [failure] = run.outcome.failures.as_slice() else {
        let told = run.outcome.failures.iter().map(|one| (&one.address, one.error.what()));
        panic!("{:?}", told.collect::<Vec<_>>())
    };
    failure
}

/// Reads a field of the one thing of a kind.
fn field(stage: &Stage, kind: &str, field: &str) -> Value {
    let mut things = stage.things(kind);
    assert_eq!(things.len(), 1);
    things.remove(0)["fields"][field].take()
}

/// Lists the task definitions of the tasks that serve the site, by ARN.
fn web_revisions(stage: &Stage) -> Vec<Value> {
    let revisions = stage.things("AWS::ECS::TaskDefinition").into_iter();
    let revisions = revisions.filter(|one| one["tags"]["moodle-stack:resource"] == "compute.task-web");
    revisions.map(|one| one["outputs"]["arn"].clone()).collect()
}

/// The reference stack, with tasks that are another size.
fn changed() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.compute.memory = 8192;
    stack
}

#[tokio::test(start_paused = true)]
async fn a_rollout_that_ecs_undoes_fails_the_deploy_and_leaves_what_serves_the_site() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let serving = field(&stage, "AWS::ECS::Service", "task_definition");
    failing(&stage, &[("compute.service", ROLLED_BACK)]);

    for _ in 0..2 {
        let run = stage.deploy(&changed()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, "compute.service");
        assert!(matches!(&failure.error, StepError::ResourceFailed { cause, .. } if cause == ROLLED_BACK));
        assert!(
            run.took < Duration::from_mins(15),
            "it waits for the deadline: {:?}",
            run.took
        );
        assert_eq!(field(&stage, "AWS::ECS::Service", "task_definition"), serving);
        assert_eq!(web_revisions(&stage).len(), 2);
        assert!(
            web_revisions(&stage).contains(&serving),
            "what the site runs on is gone"
        );

        let plan = stage.plan(&changed()).await;
        let service = plan
            .steps
            .iter()
            .find(|step| step.address == "compute.service")
            .unwrap();
        assert_eq!(service.reason, Reason::Changed);
        let changes = service.changes();
        assert_eq!(
            changes.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["task_definition"]
        );
        assert_eq!(changes[0].from, serving);
    }

    failing(&stage, &[]);
    stage.deploy(&changed()).await.succeeded();
    assert_ne!(field(&stage, "AWS::ECS::Service", "task_definition"), serving);
    assert_eq!(web_revisions(&stage).len(), 1, "both old revisions go");
    assert!(stage.plan(&changed()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_a_rollout_that_was_undone_the_old_declaration_finds_its_tasks_running() {
    let stage = Stage::new();
    let before = stage.deploy(&Campus::stack()).await.succeeded();
    let serving = field(&stage, "AWS::ECS::Service", "task_definition");
    failing(&stage, &[("compute.service", ROLLED_BACK)]);
    stage.deploy(&changed()).await;
    failing(&stage, &[]);
    let run = stage.deploy(&Campus::stack()).await.succeeded();
    assert_eq!(field(&stage, "AWS::ECS::Service", "task_definition"), serving);
    assert_eq!(web_revisions(&stage), [serving]);
    assert_eq!(run.journal.resources.len(), before.journal.resources.len());
    assert!(run.journal.deposed.is_empty());
    assert!(stage.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_service_that_serves_is_never_replaced_for_a_rollout_that_was_undone_though_the_journal_is_lost() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    failing(&stage, &[("compute.service", ROLLED_BACK)]);
    stage.deploy(&changed()).await;
    stage.lose_journal(&changed()).await;
    let plan = stage.plan(&changed()).await;
    assert_eq!(plan.actions()["compute.service"], Action::Update);
    failing(&stage, &[]);
    stage.deploy(&changed()).await.succeeded();
    assert!(stage.plan(&changed()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_never_got_ready_ends_the_wait_with_its_cause_and_is_replaced_by_the_next_deploy() {
    let causes = [
        (
            "network.nat-a",
            "InsufficientFreeAddressesInSubnet: subnet-1 has no free addresses",
            "free an address",
        ),
        (
            "database.instance",
            "incompatible-parameters: the parameters need more memory than there is",
            "larger",
        ),
        ("compute.service", ROLLED_BACK, "a setting is wrong"),
        ("files.mount-a", "error: EFS gives no cause", "fix the cause"),
    ];
    for (address, cause, advice) in causes {
        let stage = Stage::new();
        failing(&stage, &[(address, cause)]);
        let run = stage.deploy(&Campus::stack()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, address);
        assert_eq!(failure.error.what(), format!("AWS reports that it failed: {cause}"));
        assert!(failure.error.advice().contains(advice), "{}", failure.error.advice());
        assert!(
            run.took < Duration::from_mins(25),
            "{address} waits for a deadline: {:?}",
            run.took
        );

        let plan = stage.plan(&Campus::stack()).await;
        assert_eq!(plan.actions()[address], Action::Replace);
        failing(&stage, &[]);
        let run = stage.deploy(&Campus::stack()).await.succeeded();
        let exists: usize = stage.exists().values().sum();
        assert_eq!(exists, run.journal.resources.len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_database_that_held_data_is_set_up_again_and_never_replaced_for_its_state() {
    const FULL: &str = "storage-full: the database has used all of its storage";
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    stage.by_hand(|world| {
        let things = world["things"].as_object_mut().unwrap();
        let database = things
            .values_mut()
            .find(|thing| thing["kind"] == "AWS::RDS::DBInstance");
        database.unwrap()["phase"] = json!({ "failed": { "cause": FULL } });
    });
    for lost in [false, true] {
        if lost {
            stage.lose_journal(&Campus::stack()).await;
        }
        let plan = stage.plan(&Campus::stack()).await;
        // Of all else that was found nobody knows whether it was set up to its end.
        let known = plan.steps.iter().filter(|step| step.reason != Reason::Unfinished);
        let known: Vec<(&str, &Reason)> = known.map(|step| (&*step.address, &step.reason)).collect();
        assert_eq!(known, [("database.instance", &Reason::Failed(FULL.into()))]);
        assert!(
            plan.actions()
                .into_values()
                .all(|action| matches!(action, Action::Finish | Action::Update))
        );
    }
    stage.deploy(&Campus::stack()).await.succeeded();
    assert!(stage.plan(&Campus::stack()).await.is_empty());
}
