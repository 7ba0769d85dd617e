//! Recovery from a lost journal and from changes outside of the deployer, and resources that the stack does not own.

use crate::stacks::{Campus, DELETED_TRAIL};
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::execute::StepError;
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::{Action, Reason};
use moodle_stack::provider::ApiErrorKind;

fn stack() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    stack
}

#[tokio::test(start_paused = true)]
async fn lost_journal_is_rebuilt_from_names_and_tags_and_nothing_is_duplicated() {
    let env = TempDirEnv::new();
    let run = env.deploy(&stack()).await.succeeded();
    let before = env.count_by_kind();
    assert_eq!(env.lose_journal(&stack()).await, run.journal.resources.len());
    // It is unknown whether the resources were configured after their creation, so they are configured again.
    let plan = env.plan(&stack()).await;
    for step in &plan.steps {
        assert!(
            step.action() == Action::Finish && step.reason == Reason::Unfinished,
            "{step:?}"
        );
    }
    env.execute(&stack(), &plan).await.succeeded();
    assert_eq!(env.count_by_kind(), before);
    assert!(env.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn destroy_after_the_journal_is_lost_leaves_nothing() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    env.lose_journal(&stack()).await;
    env.destroy(&stack()).await.succeeded();
    let left: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"]);
}

#[tokio::test(start_paused = true)]
async fn resource_deleted_outside_is_created_again() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    let before = env.count_by_kind();
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.retain(|_, resource| resource["kind"] != "AWS::CloudWatch::Dashboard");
    });
    let plan = env.plan(&stack()).await;
    assert_eq!(
        plan.actions().into_iter().collect::<Vec<_>>(),
        [("observability.dashboard", Action::Create)]
    );
    env.deploy(&stack()).await.succeeded();
    assert_eq!(env.count_by_kind(), before);
}

#[tokio::test(start_paused = true)]
async fn resource_of_another_tool_is_never_changed() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    // A cluster with the name of the stack's own exists already.
    let is_cluster = |resource: &serde_json::Value| resource["kind"] == "AWS::ECS::Cluster";
    env.edit_world(|world| {
        for resource in world["things"]
            .as_object_mut()
            .unwrap()
            .values_mut()
            .filter(|resource| is_cluster(resource))
        {
            resource["tags"] = serde_json::json!({ "owner": "another tool" });
        }
    });
    let other = TempDirEnv::new();
    std::fs::copy(env.world_file(), other.world_file()).unwrap();
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
        .find(|resource| is_cluster(resource))
        .unwrap();
    assert_eq!(cluster["tags"]["owner"], "another tool");
}

#[tokio::test(start_paused = true)]
async fn name_conflict_does_not_block_a_destroy() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.retain(|_, resource| resource["kind"] == "AWS::ECS::Cluster");
        resources.values_mut().next().unwrap()["tags"] = serde_json::json!({ "owner": "another tool" });
    });
    let other = TempDirEnv::new();
    std::fs::copy(env.world_file(), other.world_file()).unwrap();
    let run = other.deploy(&stack()).await;
    assert!(
        run.outcome
            .failures
            .iter()
            .any(|failure| failure.address == "compute.cluster")
    );
    // This stack never created the cluster, so there is nothing to delete.
    let run = other.destroy(&stack()).await.succeeded();
    assert!(run.journal.is_empty());
    assert_eq!(other.resources("AWS::ECS::Cluster").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn destroy_without_a_journal_waits_for_a_deletion_in_progress() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    // A destroy was killed, and its journal lost, while the cache was being deleted and all that uses it was deleted.
    let going = serde_json::json!({ "going": { "until": env.world()["now"].as_f64().unwrap() + 300.0 } });
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.retain(|_, resource| {
            let kind = resource["kind"].as_str().unwrap();
            let is_network = kind.starts_with("AWS::EC2::") && kind != "AWS::EC2::FlowLog";
            is_network || kind.starts_with("AWS::ElastiCache::")
        });
        let caches = resources.values_mut();
        for cache in caches.filter(|resource| resource["kind"] == "AWS::ElastiCache::ReplicationGroup") {
            cache["phase"] = going.clone();
        }
    });
    env.lose_journal(&stack()).await;
    env.destroy(&stack()).await.succeeded();
    assert_eq!(env.count_by_kind().into_keys().collect::<Vec<_>>(), [""; 0]);
}

/// Changes the first resource of a kind outside of the deployer.
fn tamper(env: &TempDirEnv, kind: &str, edit: impl FnOnce(&mut serde_json::Value)) {
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        edit(
            resources
                .values_mut()
                .find(|resource| resource["kind"] == kind)
                .unwrap(),
        );
    });
}

#[tokio::test(start_paused = true)]
async fn drift_is_corrected_in_place_if_aws_can() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    tamper(&env, "AWS::ElasticLoadBalancingV2::TargetGroup", |resource| {
        resource["fields"]["health_path"] = "/".into();
    });
    let plan = env.plan(&stack()).await;
    assert_eq!(
        plan.actions().into_iter().collect::<Vec<_>>(),
        [("load_balancer.web", Action::Update)]
    );
    assert_eq!(plan.steps[0].reason, Reason::Changed);
    let changes = plan.steps[0].changes();
    assert!(changes[0].drift && changes[0].from == "/", "{changes:?}");
    env.deploy(&stack()).await.succeeded();
    assert!(env.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn drift_that_cannot_be_corrected_in_place_is_planned_as_a_replacement() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    let before = env.count_by_kind();
    tamper(&env, "AWS::EFS::AccessPoint", |resource| {
        resource["fields"]["uid"] = 0.into();
    });
    let plan = env.plan(&stack()).await;
    let verbs = plan.actions();
    assert_eq!(verbs["files.access-point"], Action::Replace, "{verbs:?}");
    let drifted = |step: &moodle_stack::plan::Step| {
        let mut changes = step.changes().iter();
        step.reason == Reason::CannotUpdate && changes.any(|change| change.drift && change.field == "uid")
    };
    assert!(plan.steps.iter().any(drifted));
    env.deploy(&stack()).await.succeeded();
    assert_eq!(env.count_by_kind(), before);
    let points: Vec<_> = env
        .resources("AWS::EFS::AccessPoint")
        .iter()
        .map(|one| one["outputs"]["id"].clone())
        .collect();
    for revision in env.resources("AWS::ECS::TaskDefinition") {
        assert!(
            points.contains(&revision["fields"]["volume"]["access_point"]),
            "{points:?}"
        );
    }
    assert!(env.plan(&stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn missing_dependency_is_created_again_and_its_dependents_are_updated() {
    for kind in [
        "AWS::EC2::NatGateway",
        "AWS::EFS::MountTarget",
        "AWS::ECS::Service",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElastiCache::ReplicationGroup",
    ] {
        let env = TempDirEnv::new();
        env.deploy(&stack()).await.succeeded();
        let before = env.count_by_kind();
        env.edit_world(|world| {
            let resources = world["things"].as_object_mut().unwrap();
            resources.retain(|_, resource| resource["kind"] != kind);
        });
        env.deploy(&stack()).await.succeeded();
        assert_eq!(env.count_by_kind(), before, "{kind}");
        assert!(env.plan(&stack()).await.is_empty(), "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn resource_without_the_tags_of_the_stack_is_neither_changed_nor_deleted() {
    const KIND: &str = "AWS::SNS::Topic";
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    tamper(&env, KIND, |resource| {
        resource["tags"] = serde_json::json!({ "owner": "another tool" });
        resource["fields"]["theirs"] = true.into();
    });
    let before = env.resources(KIND);
    let plan = env.plan(&stack()).await;
    let [step] = plan.steps.as_slice() else {
        panic!("{:?}", plan.actions())
    };
    assert_eq!(
        (step.address.as_str(), &step.reason),
        ("observability.topic", &Reason::NotOwned)
    );
    assert_eq!(step.action(), Action::Leave);
    env.deploy(&stack()).await.succeeded();
    assert_eq!(env.resources(KIND), before);

    let run = env.destroy(&stack()).await.succeeded();
    assert_eq!(env.resources(KIND), before);
    let messages = run
        .messages
        .iter()
        .find(|(address, _)| address == "observability.topic");
    assert!(
        messages.is_some_and(|(_, text)| text.contains("another tool may own it")),
        "{messages:?}"
    );
    assert!(run.journal.is_empty());
    let left: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole", KIND]);
}

#[tokio::test(start_paused = true)]
async fn resource_with_restored_tags_is_owned_by_the_stack_again() {
    const KIND: &str = "AWS::SNS::Topic";
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    let tags = env.resources(KIND)[0]["tags"].clone();
    tamper(&env, KIND, |resource| resource["tags"] = serde_json::json!({}));
    env.deploy(&stack()).await.succeeded();
    tamper(&env, KIND, |resource| resource["tags"] = tags);
    assert!(env.plan(&stack()).await.is_empty());
    env.destroy(&stack()).await.succeeded();
    assert!(env.resources(KIND).is_empty());
}
