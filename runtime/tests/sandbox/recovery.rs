//! What is left when the journal is lost, when something was deleted by hand, and when something belongs to others.

use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::execute::Trouble;
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::Verb;
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
    assert_eq!(stage.lose_journal(&stack()).await, run.journal.resources.len());
    assert_eq!(stage.plan(&stack()).await.verbs().into_iter().collect::<Vec<_>>(), []);
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

#[tokio::test(start_paused = true)]
async fn what_was_deleted_by_hand_is_made_again() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    let before = stage.exists();
    stage.by_hand(|world| {
        let things = world["things"].as_object_mut().unwrap();
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
    stage.by_hand(|world| {
        for thing in world["things"]
            .as_object_mut()
            .unwrap()
            .values_mut()
            .filter(|thing| theirs(thing))
        {
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
