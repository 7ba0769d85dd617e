//! What is left when the journal is lost, when something was deleted by hand, and when something belongs to others.

use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::execute::StepError;
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::{Action, Reason};
use moodle_stack::provider::ApiErrorKind;

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
    for step in &plan.steps {
        assert!(
            step.action() == Action::Finish && step.reason == Reason::Unfinished,
            "{step:?}"
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
        plan.actions().into_iter().collect::<Vec<_>>(),
        [("observability.dashboard", Action::Create)]
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
    std::fs::copy(stage.world_file(), other.world_file()).unwrap();
    let run = other.deploy(&stack()).await;
    let cluster = run
        .outcome
        .failures
        .iter()
        .find(|failure| failure.address == "compute.cluster")
        .unwrap();
    assert!(matches!(&cluster.error, StepError::Api(error) if error.kind == ApiErrorKind::NotOwned));
    let world = other.world();
    let cluster = world["things"]
        .as_object()
        .unwrap()
        .values()
        .find(|thing| theirs(thing))
        .unwrap();
    assert_eq!(cluster["tags"]["owner"], "somebody else");
}

#[tokio::test(start_paused = true)]
async fn a_name_that_somebody_else_has_does_not_hold_up_a_destroy() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    stage.by_hand(|world| {
        let things = world["things"].as_object_mut().unwrap();
        things.retain(|_, thing| thing["kind"] == "AWS::ECS::Cluster");
        things.values_mut().next().unwrap()["tags"] = serde_json::json!({ "owner": "somebody else" });
    });
    let other = Stage::new();
    std::fs::copy(stage.world_file(), other.world_file()).unwrap();
    let run = other.deploy(&stack()).await;
    assert!(
        run.outcome
            .failures
            .iter()
            .any(|failure| failure.address == "compute.cluster")
    );
    // The cluster was never created by this stack: there is nothing to delete.
    let run = other.destroy(&stack()).await.succeeded();
    assert!(run.journal.is_empty());
    assert_eq!(other.things("AWS::ECS::Cluster").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_stands_on_something_that_is_going_and_that_no_journal_knows_has_its_own_time_to_go() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    // A destroy was killed, and its journal lost, when the cache had just begun to go, and what uses it was gone.
    let going = serde_json::json!({ "going": { "until": stage.world()["now"].as_f64().unwrap() + 300.0 } });
    stage.by_hand(|world| {
        let things = world["things"].as_object_mut().unwrap();
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

/// Changes the first thing of a kind behind the deployer's back.
fn tamper(stage: &Stage, kind: &str, edit: impl FnOnce(&mut serde_json::Value)) {
    stage.by_hand(|world| {
        let things = world["things"].as_object_mut().unwrap();
        edit(things.values_mut().find(|thing| thing["kind"] == kind).unwrap());
    });
}

#[tokio::test(start_paused = true)]
async fn what_changed_outside_is_put_right_in_place_where_aws_can() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    tamper(&stage, "AWS::ElasticLoadBalancingV2::TargetGroup", |thing| {
        thing["fields"]["health_path"] = "/".into();
    });
    let plan = stage.plan(&stack()).await;
    assert_eq!(
        plan.actions().into_iter().collect::<Vec<_>>(),
        [("load_balancer.web", Action::Update)]
    );
    assert_eq!(plan.steps[0].reason, Reason::Changed);
    let changes = plan.steps[0].changes();
    assert!(changes[0].drift && changes[0].from == "/", "{changes:?}");
    stage.deploy(&stack()).await.succeeded();
    assert!(stage.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_changed_outside_and_cannot_be_put_right_in_place_is_replaced_as_the_plan_says() {
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    let before = stage.exists();
    tamper(&stage, "AWS::EFS::AccessPoint", |thing| {
        thing["fields"]["uid"] = 0.into();
    });
    let plan = stage.plan(&stack()).await;
    let verbs = plan.actions();
    assert_eq!(verbs["files.access-point"], Action::Replace, "{verbs:?}");
    let drifted = |step: &moodle_stack::plan::Step| {
        let mut changes = step.changes().iter();
        step.reason == Reason::CannotUpdate && changes.any(|change| change.drift && change.field == "uid")
    };
    assert!(plan.steps.iter().any(drifted));
    stage.deploy(&stack()).await.succeeded();
    assert_eq!(stage.exists(), before);
    let points: Vec<_> = stage
        .things("AWS::EFS::AccessPoint")
        .iter()
        .map(|one| one["outputs"]["id"].clone())
        .collect();
    for revision in stage.things("AWS::ECS::TaskDefinition") {
        assert!(
            points.contains(&revision["fields"]["volume"]["access_point"]),
            "{points:?}"
        );
    }
    assert!(stage.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_others_stand_on_is_made_again_and_they_turn_to_it() {
    for kind in [
        "AWS::EC2::NatGateway",
        "AWS::EFS::MountTarget",
        "AWS::ECS::Service",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElastiCache::ReplicationGroup",
    ] {
        let stage = Stage::new();
        stage.deploy(&stack()).await.succeeded();
        let before = stage.exists();
        stage.by_hand(|world| {
            let things = world["things"].as_object_mut().unwrap();
            things.retain(|_, thing| thing["kind"] != kind);
        });
        stage.deploy(&stack()).await.succeeded();
        assert_eq!(stage.exists(), before, "{kind}");
        assert!(stage.plan(&stack()).await.is_empty(), "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_lost_the_tags_of_the_stack_is_neither_changed_nor_deleted() {
    const KIND: &str = "AWS::SNS::Topic";
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    tamper(&stage, KIND, |thing| {
        thing["tags"] = serde_json::json!({ "owner": "somebody else" });
        thing["fields"]["theirs"] = true.into();
    });
    let theirs = stage.things(KIND);
    let plan = stage.plan(&stack()).await;
    let [step] = plan.steps.as_slice() else {
        panic!("{:?}", plan.actions())
    };
    assert_eq!(
        (step.address.as_str(), &step.reason),
        ("observability.topic", &Reason::NotOwned)
    );
    assert_eq!(step.action(), Action::Leave);
    stage.deploy(&stack()).await.succeeded();
    assert_eq!(stage.things(KIND), theirs);

    let run = stage.destroy(&stack()).await.succeeded();
    assert_eq!(stage.things(KIND), theirs);
    let said = run.said.iter().find(|(address, _)| address == "observability.topic");
    assert!(
        said.is_some_and(|(_, text)| text.contains("another tool may own it")),
        "{said:?}"
    );
    assert!(run.journal.is_empty());
    let left: Vec<String> = stage.exists().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole", KIND]);
}

#[tokio::test(start_paused = true)]
async fn with_its_tags_back_a_resource_is_the_stacks_again() {
    const KIND: &str = "AWS::SNS::Topic";
    let stage = Stage::new();
    stage.deploy(&stack()).await.succeeded();
    let tags = stage.things(KIND)[0]["tags"].clone();
    tamper(&stage, KIND, |thing| thing["tags"] = serde_json::json!({}));
    stage.deploy(&stack()).await.succeeded();
    tamper(&stage, KIND, |thing| thing["tags"] = tags);
    assert!(stage.plan(&stack()).await.is_empty());
    stage.destroy(&stack()).await.succeeded();
    assert!(stage.things(KIND).is_empty());
}
