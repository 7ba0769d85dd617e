//! Moodle is installed once and upgraded in maintenance mode, and an interrupted upgrade is always finished.

use crate::fault::Fault;
use crate::fault_injector::FaultInjector;
use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::blueprint;
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, StepError, Stop, refresh};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, deployment};
use serde_json::Value;

const NEXT: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.3";

/// The campus with the next version of Moodle.
fn next() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.moodle.version = "5.3";
    stack.architecture.moodle.image = NEXT;
    stack
}

/// Returns the commands of a stack's tasks, in order.
fn task_commands(env: &TempDirEnv) -> Vec<String> {
    let world = env.world();
    let mut tasks: Vec<&Value> = world["tasks"].as_object().unwrap().values().collect();
    tasks.sort_by(|one, other| {
        one["from"]
            .as_f64()
            .unwrap()
            .total_cmp(&other["from"].as_f64().unwrap())
    });
    let words = |task: &Value| {
        let words = task["command"].as_array().unwrap().iter();
        words.map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    tasks.into_iter().map(words).collect()
}

/// Makes the interrupted upgrade one that did not change the database.
fn undo_upgrade(env: &TempDirEnv) {
    env.edit_world(|world| {
        for site in world["sites"].as_object_mut().unwrap().values_mut() {
            site["version"] = "5.2".into();
        }
    });
}

/// Checks that the site is in service with the next version, and that one backup has the database before the upgrade.
fn check_upgraded(env: &TempDirEnv) {
    let world = env.world();
    assert_eq!(world["pages"], serde_json::json!({}), "the maintenance page is up");
    let sites: Vec<&Value> = world["sites"].as_object().unwrap().values().collect();
    assert_eq!(sites.len(), 1);
    assert_eq!(sites[0]["version"], "5.3");
    let copies: Vec<&Value> = world["copies"].as_object().unwrap().values().collect();
    let before = |copy: &&&Value| copy["site"]["version"] == "5.2";
    assert_eq!(copies.iter().filter(before).count(), 1, "{copies:#?}");
    let resources = world["things"].as_object().unwrap().values();
    let mut cron = resources.filter(|resource| resource["kind"] == "AWS::Scheduler::Schedule");
    assert_eq!(cron.next().unwrap()["fields"]["enabled"], true, "cron is paused");
}

#[tokio::test(start_paused = true)]
async fn moodle_is_installed_once_before_its_service_starts() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    let run = env.deploy(&stack).await.succeeded();
    let at = |address: &str| run.plan.steps.iter().position(|step| step.address == address).unwrap();
    for later in ["compute.service", "compute.cron"] {
        assert!(run.plan.steps[at(later)].after.contains(&at("compute.schema")));
    }
    assert_eq!(task_commands(&env), ["install"]);
    env.deploy(&stack).await.succeeded();
    assert_eq!(task_commands(&env), ["install"]);
}

#[tokio::test(start_paused = true)]
async fn another_task_size_does_not_upgrade_moodle() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.compute.cpu = 4096;
    stack.architecture.compute.memory = 8192;
    let plan = env.plan(&stack).await;
    assert!(!plan.actions().contains_key("compute.schema"));
    env.deploy(&stack).await.succeeded();
    assert_eq!(task_commands(&env), ["install"]);
}

#[tokio::test(start_paused = true)]
async fn upgrade_of_the_database_runs_in_maintenance_mode_after_a_backup() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let plan = env.plan(&next()).await;
    assert_eq!(plan.actions()["compute.schema"], Action::Update);
    let run = env.deploy(&next()).await.succeeded();
    assert_eq!(
        task_commands(&env),
        [
            "install",
            "pending",
            "maintenance hold",
            "upgrade",
            "maintenance release"
        ]
    );
    check_upgraded(&env);
    assert_eq!(run.journal.upgrade, None);
    assert!(env.plan(&next()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn maintenance_mode_set_by_an_admin_outlasts_an_upgrade() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    env.edit_world(|world| {
        let tree = world["trees"].as_object().unwrap().keys().next().unwrap().clone();
        world["pages"] = serde_json::json!({ tree: "on" });
    });
    env.deploy(&next()).await.succeeded();
    let pages = env.world()["pages"].as_object().unwrap().clone();
    assert_eq!(pages.values().collect::<Vec<_>>(), ["on"]);
}

#[tokio::test(start_paused = true)]
async fn failed_upgrade_keeps_the_old_image_in_service_and_names_the_backup() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let provider = FaultInjector::with_exit_code(&sandbox, "upgrade", 65);
    let mut file = env.journal(&Campus::stack());
    let observed = refresh(&provider, &clock, &file.journal).await.unwrap();
    let plan = deployment(&blueprint(&next()), &file.journal, &observed);
    file.journal.deployment += 1;
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let [failure] = &outcome.failures[..] else {
        panic!("{:?}", outcome.failures)
    };
    assert_eq!(failure.address, "compute.schema");
    assert!(matches!(failure.error, StepError::Upgrade { .. }));
    let what = failure.error.what();
    assert!(what.contains("`upgrade` ended with 65"), "{what}");
    assert!(what.contains("the site was Moodle 5.2 ("), "{what}");
    assert!(what.contains("snapshot:campus-upgrade-"), "{what}");
    let service = &file.journal.resources["compute.service"].fields["task_definition"];
    let web = file
        .journal
        .deposed
        .iter()
        .find(|entry| entry.address == "compute.task-web");
    assert_eq!(service, &web.unwrap().outputs["arn"], "the new image is in service");
    drop((provider, file));
    drop(sandbox);
    // The maintenance page is up until the next run has finished the upgrade.
    assert_ne!(env.world()["pages"], serde_json::json!({}));
    env.deploy(&next()).await.succeeded();
    check_upgraded(&env);
}

#[tokio::test(start_paused = true)]
async fn failing_installation_is_retried_and_then_reported() {
    let env = TempDirEnv::new();
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let provider = FaultInjector::with_exit_code(&sandbox, "install", 75);
    let mut file = env.journal(&Campus::stack());
    let plan = deployment(
        &blueprint(&Campus::stack()),
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    );
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let failures: Vec<String> = outcome.failures.iter().map(|failure| failure.error.what()).collect();
    assert!(failures[0].contains("`install` ended with 75"), "{failures:?}");
    assert!(!file.journal.resources.contains_key("compute.service"));
    drop((provider, file));
    drop(sandbox);
    assert_eq!(task_commands(&env), ["install"; 4]);
    env.deploy(&Campus::stack()).await.succeeded();
}

/// Deploys the next version with a task that exits with the given code, and returns the error.
async fn fail_upgrade(env: &TempDirEnv, command: &'static str, code: i32) -> String {
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let provider = FaultInjector::with_exit_code(&sandbox, command, code);
    let mut file = env.journal(&Campus::stack());
    let observed = refresh(&provider, &clock, &file.journal).await.unwrap();
    let plan = deployment(&blueprint(&next()), &file.journal, &observed);
    file.journal.deployment += 1;
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    outcome.failures[0].error.what()
}

#[tokio::test(start_paused = true)]
async fn old_version_can_be_deployed_after_an_upgrade_that_did_not_start() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let before = env.count_by_kind();
    fail_upgrade(&env, "maintenance hold", 78).await;
    let run = env.deploy(&Campus::stack()).await.succeeded();
    assert_eq!(run.journal.upgrade, None);
    assert!(run.journal.deposed.is_empty());
    // The task definitions of the old version exist, and those of the next version do not.
    assert_eq!(env.count_by_kind(), before);
    assert!(env.plan(&Campus::stack()).await.is_empty());
    let world = env.world();
    assert_eq!(world["pages"], serde_json::json!({}));
    let resources = world["things"].as_object().unwrap();
    let service = resources
        .values()
        .find(|resource| resource["kind"] == "AWS::ECS::Service")
        .unwrap();
    let serving = &service["fields"]["task_definition"];
    assert!(
        resources
            .values()
            .any(|resource| resource["outputs"]["arn"] == *serving),
        "{serving} does not exist"
    );
}

#[tokio::test(start_paused = true)]
async fn backup_is_repeated_if_the_site_was_open_before_the_upgrade() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    fail_upgrade(&env, "upgrade", 78).await;
    undo_upgrade(&env);
    // An admin has opened the site.
    env.edit_world(|world| world["pages"] = serde_json::json!({}));
    let copies = || env.world()["copies"].as_object().unwrap().len();
    assert_eq!(copies(), 2);
    env.deploy(&next()).await.succeeded();
    assert_eq!(copies(), 4);
}

#[tokio::test(start_paused = true)]
async fn upgrade_whose_journal_is_lost_is_finished_and_the_site_opened() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    fail_upgrade(&env, "upgrade", 78).await;
    undo_upgrade(&env);
    env.lose_journal(&next()).await;
    let run = env.deploy(&next()).await.succeeded();
    assert_eq!(run.journal.upgrade, None);
    assert_eq!(env.world()["pages"], serde_json::json!({}));
    assert!(env.plan(&next()).await.is_empty());
}

/// One in so many calls has a crash.
const STRIDE: usize = 5;

async fn check_upgrade_after_a_crash(fault: Fault) {
    let mut crashes = 0;
    let before = TempDirEnv::new();
    before.deploy(&Campus::stack()).await.succeeded();
    let plan = before.plan(&next()).await;
    for n in (1..).step_by(STRIDE) {
        let env = before.fork();
        if !env.execute_until_killed(&next(), n, fault, &plan).await {
            break;
        }
        crashes += 1;
        env.deploy(&next()).await.succeeded();
        check_upgraded(&env);
        assert!(env.plan(&next()).await.is_empty(), "{fault:?} at call {n}");
    }
    assert!(crashes >= 4, "only {crashes} crashes");
}

#[tokio::test(start_paused = true)]
async fn upgrade_killed_before_a_call_converges_on_rerun() {
    check_upgrade_after_a_crash(Fault::KilledBefore).await;
}

#[tokio::test(start_paused = true)]
async fn upgrade_killed_after_a_call_converges_on_rerun() {
    check_upgrade_after_a_crash(Fault::KilledAfter).await;
}
