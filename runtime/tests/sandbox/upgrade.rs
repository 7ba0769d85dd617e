//! Moodle's own life: installed once, upgraded behind its maintenance page, and never left half-way.

use crate::front::Front;
use crate::peril::Peril;
use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::blueprint::blueprint;
use moodle_stack::execute::{Clock, Executor, StepError, Stop, refresh};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Verb, deployment};
use serde_json::Value;

const NEXT: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.3";

/// The campus with the next version of Moodle.
fn next() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.moodle.version = "5.3";
    stack.architecture.moodle.image = NEXT;
    stack
}

/// What the tasks of a stack were told, in order.
fn told(stage: &Stage) -> Vec<String> {
    let world = stage.world();
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

/// Has an upgrade that was cut off end before it changed anything.
fn nothing_was_upgraded(stage: &Stage) {
    stage.by_hand(|world| {
        for site in world["sites"].as_object_mut().unwrap().values_mut() {
            site["version"] = "5.2".into();
        }
    });
}

/// Checks that the site is open and of the next version, with one copy of its database from before.
fn is_upgraded(stage: &Stage) {
    let world = stage.world();
    assert_eq!(world["pages"], serde_json::json!({}), "the maintenance page is up");
    let sites: Vec<&Value> = world["sites"].as_object().unwrap().values().collect();
    assert_eq!(sites.len(), 1);
    assert_eq!(sites[0]["version"], "5.3");
    let copies: Vec<&Value> = world["copies"].as_object().unwrap().values().collect();
    let before = |copy: &&&Value| copy["site"]["version"] == "5.2";
    assert_eq!(copies.iter().filter(before).count(), 1, "{copies:#?}");
    let things = world["things"].as_object().unwrap().values();
    let mut cron = things.filter(|thing| thing["kind"] == "AWS::Scheduler::Schedule");
    assert_eq!(cron.next().unwrap()["fields"]["enabled"], true, "cron is held");
}

#[tokio::test(start_paused = true)]
async fn moodle_is_installed_once_and_before_anything_serves_it() {
    let stage = Stage::new();
    let stack = Campus::stack();
    let run = stage.deploy(&stack).await.succeeded();
    let at = |address: &str| run.plan.nodes.iter().position(|node| node.address == address).unwrap();
    for later in ["compute.service", "compute.cron"] {
        assert!(run.plan.nodes[at(later)].after.contains(&at("compute.schema")));
    }
    assert_eq!(told(&stage), ["install"]);
    stage.deploy(&stack).await.succeeded();
    assert_eq!(told(&stage), ["install"]);
}

#[tokio::test(start_paused = true)]
async fn another_size_of_tasks_upgrades_nothing() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.compute.cpu = 4096;
    stack.architecture.compute.memory = 8192;
    let plan = stage.plan(&stack).await;
    assert!(!plan.verbs().contains_key("compute.schema"));
    stage.deploy(&stack).await.succeeded();
    assert_eq!(told(&stage), ["install"]);
}

#[tokio::test(start_paused = true)]
async fn an_upgrade_that_needs_it_stands_behind_the_page_and_a_copy_of_the_data() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let plan = stage.plan(&next()).await;
    assert_eq!(plan.verbs()["compute.schema"], Verb::Update);
    let run = stage.deploy(&next()).await.succeeded();
    assert_eq!(
        told(&stage),
        [
            "install",
            "pending",
            "maintenance hold",
            "upgrade",
            "maintenance release"
        ]
    );
    is_upgraded(&stage);
    assert_eq!(run.journal.upgrade, None);
    assert!(stage.plan(&next()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_page_that_somebody_has_put_up_stays_up() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    stage.by_hand(|world| {
        let tree = world["trees"].as_object().unwrap().keys().next().unwrap().clone();
        world["pages"] = serde_json::json!({ tree: "on" });
    });
    stage.deploy(&next()).await.succeeded();
    let pages = stage.world()["pages"].as_object().unwrap().clone();
    assert_eq!(pages.values().collect::<Vec<_>>(), ["on"]);
}

#[tokio::test(start_paused = true)]
async fn an_upgrade_that_fails_leaves_the_old_image_in_service_and_names_the_copy() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let provider = Front::ending(&sandbox, "upgrade", 65);
    let mut file = stage.journal(&Campus::stack());
    let seen = refresh(&provider, &clock, &file.journal).await.unwrap();
    let plan = deployment(&blueprint(&next()), &file.journal, &seen);
    file.journal.deployment += 1;
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let [failure] = &outcome.failures[..] else {
        panic!("{:?}", outcome.failures)
    };
    assert_eq!(failure.address, "compute.schema");
    assert!(matches!(failure.trouble, StepError::Upgrade { .. }));
    let what = failure.trouble.what();
    assert!(what.contains("`upgrade` ended with 65"), "{what}");
    assert!(what.contains("the site was Moodle 5.2 ("), "{what}");
    assert!(what.contains("snapshot:campus-upgrade-"), "{what}");
    let service = &file.journal.resources["compute.service"].fields["task_definition"];
    let web = file
        .journal
        .deposed
        .iter()
        .find(|entry| entry.address == "compute.task-web");
    assert_eq!(service, &web.unwrap().outputs["arn"], "the new image serves the site");
    drop((provider, file));
    drop(sandbox);
    // The page stays until the next run has brought it to its end.
    assert_ne!(stage.world()["pages"], serde_json::json!({}));
    stage.deploy(&next()).await.succeeded();
    is_upgraded(&stage);
}

#[tokio::test(start_paused = true)]
async fn an_installation_that_fails_for_a_while_is_tried_again_and_then_told() {
    let stage = Stage::new();
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let provider = Front::ending(&sandbox, "install", 75);
    let mut file = stage.journal(&Campus::stack());
    let plan = deployment(
        &blueprint(&Campus::stack()),
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    );
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let failures: Vec<String> = outcome.failures.iter().map(|failure| failure.trouble.what()).collect();
    assert!(failures[0].contains("`install` ended with 75"), "{failures:?}");
    assert!(!file.journal.resources.contains_key("compute.service"));
    drop((provider, file));
    drop(sandbox);
    assert_eq!(told(&stage), ["install"; 4]);
    stage.deploy(&Campus::stack()).await.succeeded();
}

/// Deploys the next version with a task that ends otherwise, and returns what failed.
async fn cut_off(stage: &Stage, words: &'static str, exit: i32) -> String {
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let provider = Front::ending(&sandbox, words, exit);
    let mut file = stage.journal(&Campus::stack());
    let seen = refresh(&provider, &clock, &file.journal).await.unwrap();
    let plan = deployment(&blueprint(&next()), &file.journal, &seen);
    file.journal.deployment += 1;
    let outcome = Executor::new(&provider, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    outcome.failures[0].trouble.what()
}

#[tokio::test(start_paused = true)]
async fn after_an_upgrade_that_never_began_the_old_version_is_declared_again_and_serves() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let before = stage.exists();
    cut_off(&stage, "maintenance hold", 78).await;
    let run = stage.deploy(&Campus::stack()).await.succeeded();
    assert_eq!(run.journal.upgrade, None);
    assert!(run.journal.deposed.is_empty());
    // The task definitions that serve the site again are there, and those of the next version are not.
    assert_eq!(stage.exists(), before);
    assert!(stage.plan(&Campus::stack()).await.is_empty());
    let world = stage.world();
    assert_eq!(world["pages"], serde_json::json!({}));
    let things = world["things"].as_object().unwrap();
    let service = things
        .values()
        .find(|thing| thing["kind"] == "AWS::ECS::Service")
        .unwrap();
    let serving = &service["fields"]["task_definition"];
    assert!(
        things.values().any(|thing| thing["outputs"]["arn"] == *serving),
        "{serving} is gone"
    );
}

#[tokio::test(start_paused = true)]
async fn where_people_could_work_after_a_copy_another_is_made_before_the_upgrade() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    cut_off(&stage, "upgrade", 78).await;
    nothing_was_upgraded(&stage);
    // Somebody has opened the site.
    stage.by_hand(|world| world["pages"] = serde_json::json!({}));
    let copies = || stage.world()["copies"].as_object().unwrap().len();
    assert_eq!(copies(), 2);
    stage.deploy(&next()).await.succeeded();
    assert_eq!(copies(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_upgrade_of_which_the_journal_is_lost_is_finished_and_the_site_opened() {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    cut_off(&stage, "upgrade", 78).await;
    nothing_was_upgraded(&stage);
    stage.lose_journal(&next()).await;
    let run = stage.deploy(&next()).await.succeeded();
    assert_eq!(run.journal.upgrade, None);
    assert_eq!(stage.world()["pages"], serde_json::json!({}));
    assert!(stage.plan(&next()).await.is_empty());
}

/// Every so many calls one death.
const STRIDE: usize = 5;

async fn upgrades_after_a_death(peril: Peril) {
    let mut deaths = 0;
    let before = Stage::new();
    before.deploy(&Campus::stack()).await.succeeded();
    let plan = before.plan(&next()).await;
    for n in (1..).step_by(STRIDE) {
        let stage = before.fork();
        if !stage.killed(&next(), n, peril, &plan).await {
            break;
        }
        deaths += 1;
        stage.deploy(&next()).await.succeeded();
        is_upgraded(&stage);
        assert!(stage.plan(&next()).await.is_empty(), "killed {peril:?} its call {n}");
    }
    assert!(deaths >= 4, "only {deaths} deaths");
}

#[tokio::test(start_paused = true)]
async fn an_upgrade_killed_before_a_call_is_finished_by_the_next() {
    upgrades_after_a_death(Peril::KilledBefore).await;
}

#[tokio::test(start_paused = true)]
async fn an_upgrade_killed_before_it_hears_an_answer_is_finished_by_the_next() {
    upgrades_after_a_death(Peril::KilledAfter).await;
}
