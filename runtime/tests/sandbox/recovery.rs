//! What is left when the journal is lost, when something was deleted by hand, and when something belongs to others.

use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::execute::Trouble;
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::{Verb, Why, Work};
use moodle_stack::provider::FaultKind;

fn stack() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack
}

#[tokio::test(start_paused = true)]
async fn a_lost_journal_is_rebuilt_from_names_and_tags_and_nothing_is_made_twice() {
    let stage = Stage::new();
    let run = stage.deploy(&stack()).await.succeeded();
    let before = stage.exists();
    assert_eq!(stage.lose_journal(&stack()).await, run.journal.resources.len());
    // Nobody knows whether all that a creation leaves to be set was set, so that it is set again.
    let plan = stage.plan(&stack()).await;
    for node in &plan.nodes {
        assert!(
            matches!(node.work, Work::Update(..)) && node.why == Why::Unfinished,
            "{node:?}"
        );
    }
    stage.execute(&stack(), &plan).await.succeeded();
    assert_eq!(stage.exists(), before);
    assert!(stage.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_destroy_after_the_journal_was_lost_leaves_nothing() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    stage.lose_journal(&stack()).await;
    stage.destroy(&stack()).await.succeeded();
    let left: Vec<String> = stage.exists().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"]);
}

/// Edits the sandbox's world by hand.
fn by_hand(stage: &Stage, edit: impl FnOnce(&mut serde_json::Map<String, serde_json::Value>)) {
    let mut world: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(stage.world()).unwrap()).unwrap();
    edit(world["things"].as_object_mut().unwrap());
    std::fs::write(stage.world(), world.to_string()).unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_by_hand_is_made_again() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    let before = stage.exists();
    by_hand(&stage, |things| {
        things.retain(|_, thing| thing["kind"] != "AWS::CloudWatch::Dashboard");
    });
    let plan = stage.plan(&stack()).await;
    assert_eq!(
        plan.verbs().into_iter().collect::<Vec<_>>(),
        [("observability.dashboard", Verb::Create)]
    );
    stage.deploy(&stack()).await.succeeded();
    assert_eq!(stage.exists(), before);
}

#[tokio::test(start_paused = true)]
async fn what_another_tool_owns_is_never_touched() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    // Somebody else has a cluster of the name that a new stack would give its own.
    let theirs = |thing: &serde_json::Value| thing["kind"] == "AWS::ECS::Cluster";
    by_hand(&stage, |things| {
        for thing in things.values_mut().filter(|thing| theirs(thing)) {
            thing["tags"] = serde_json::json!({ "owner": "somebody else" });
        }
    });
    let other = Stage::new();
    std::fs::copy(stage.world(), other.world()).unwrap();
    let run = other.deploy(&stack()).await;
    let cluster = run
        .outcome
        .failures
        .iter()
        .find(|failure| failure.address == "compute.cluster")
        .unwrap();
    assert!(matches!(&cluster.trouble, Trouble::Fault(fault) if fault.kind == FaultKind::Foreign));
    let world = std::fs::read_to_string(other.world()).unwrap();
    let world: serde_json::Value = serde_json::from_str(&world).unwrap();
    let cluster = world["things"]
        .as_object()
        .unwrap()
        .values()
        .find(|thing| theirs(thing))
        .unwrap();
    assert_eq!(cluster["tags"]["owner"], "somebody else");
}

#[tokio::test(start_paused = true)]
async fn what_stands_on_something_that_is_going_and_that_no_journal_knows_has_its_own_time_to_go() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    // A destroy was killed, and its journal lost, when the cache had just begun to go, and what uses it was gone.
    let text = std::fs::read_to_string(stage.world()).unwrap();
    let world: serde_json::Value = serde_json::from_str(&text).unwrap();
    let going = serde_json::json!({ "going": { "until": world["now"].as_f64().unwrap() + 300.0 } });
    by_hand(&stage, |things| {
        things.retain(|_, thing| {
            let kind = thing["kind"].as_str().unwrap();
            let is_network = kind.starts_with("AWS::EC2::") && kind != "AWS::EC2::FlowLog";
            is_network || kind.starts_with("AWS::ElastiCache::")
        });
        let caches = things.values_mut();
        for cache in caches.filter(|thing| thing["kind"] == "AWS::ElastiCache::ReplicationGroup") {
            cache["phase"] = going.clone();
        }
    });
    stage.lose_journal(&stack()).await;
    stage.destroy(&stack()).await.succeeded();
    assert_eq!(stage.exists().into_keys().collect::<Vec<_>>(), [""; 0]);
}
