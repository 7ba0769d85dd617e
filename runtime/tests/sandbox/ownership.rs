//! Resources that this stack does not own, and its own resources whose tags somebody has removed.

use crate::declarations::{EDITS, declared, edit as edit_of};
use crate::stacks::{Campus, DELETED_TRAIL};
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::blueprint;
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Conflict, StepError, conflicts};
use moodle_stack::journal::Phase;
use moodle_stack::model::{KeepFiles, Stack};
use moodle_stack::plan::{Action, Reason};
use moodle_stack::provider::ApiErrorKind;
use serde_json::{Value, json};

fn stack() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    stack
}

/// Returns the conflicts of the plan of a deployment.
async fn find_conflicts(env: &TempDirEnv, stack: &Stack) -> Vec<Conflict> {
    let plan = env.plan(stack).await;
    let clock = Clock::start(1.0);
    let journal = env.journal(stack).journal;
    conflicts(&env.sandbox(clock), &clock, &journal, &plan).await.unwrap()
}

fn addresses(conflicts: &[Conflict]) -> Vec<&str> {
    conflicts.iter().map(|one| one.entry.address.as_str()).collect()
}

/// Edits the resource at an address.
fn edit(env: &TempDirEnv, address: &str, edit: impl FnOnce(&mut Value)) {
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        let mut resources = resources.values_mut();
        edit(
            resources
                .find(|resource| resource["tags"]["moodle-stack:resource"] == address)
                .unwrap(),
        );
    });
}

/// Returns a sandbox with one foreign resource, which has the fields and the name of the one at an address of a deployed stack.
fn foreign(deployed: &TempDirEnv, address: &str, tags: &Value) -> TempDirEnv {
    let env = TempDirEnv::new();
    std::fs::copy(deployed.world_file(), env.world_file()).unwrap();
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.retain(|_, resource| resource["tags"]["moodle-stack:resource"] == address);
        for resource in resources.values_mut() {
            resource["tags"] = tags.clone();
            resource["references"] = json!([]);
            resource["token"] = "foreign".into();
        }
    });
    env
}

#[tokio::test(start_paused = true)]
async fn every_foreign_resource_with_a_name_of_the_stack_is_found_before_anything_is_made() {
    let deployed = TempDirEnv::new();
    deployed.deploy(&stack()).await.succeeded();
    // A place in something that does not exist yet cannot be taken.
    let graph = blueprint(&stack());
    let is_inside = |kind: &str| {
        [
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::SecurityGroupRule",
            "AWS::ECS::Service",
            "AWS::ElasticLoadBalancingV2::Listener",
            "AWS::ElasticLoadBalancingV2::ListenerRule",
        ]
        .contains(&kind)
    };
    let mut count = 0;
    for (address, desired) in &graph.resources {
        let is_shared = matches!(
            desired.kind.name,
            "AWS::IAM::ServiceLinkedRole" | "AWS::ECR::Repository"
        );
        if !desired.kind.can_be_taken() || is_inside(desired.kind.name) || is_shared {
            continue;
        }
        count += 1;
        let env = foreign(&deployed, address, &json!({ "owner": "somebody" }));
        let found = find_conflicts(&env, &stack()).await;
        assert_eq!(addresses(&found), [address.as_str()]);
        assert_eq!(found[0].error.kind, ApiErrorKind::NotOwned);
        assert_eq!(found[0].entry.key, desired.key);
    }
    assert!(count > 30, "{count}");
}

#[tokio::test(start_paused = true)]
async fn foreign_resource_in_a_parent_that_exists_is_found() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    let mut journal = env.journal(&stack());
    for address in ["compute.service", "load_balancer.http", "load_balancer.from-cloudfront"] {
        edit(&env, address, |resource| {
            resource["tags"] = json!({ "owner": "somebody" });
        });
        let entry = journal.journal.resources.get_mut(address).unwrap();
        (entry.id, entry.phase) = (None, Phase::Creating);
    }
    journal.save().await.unwrap();
    drop(journal);
    let found = find_conflicts(&env, &stack()).await;
    assert_eq!(
        addresses(&found),
        ["load_balancer.http", "load_balancer.from-cloudfront", "compute.service"]
    );
}

#[tokio::test(start_paused = true)]
async fn resource_of_another_stack_of_this_program_is_named_with_its_stack() {
    let deployed = TempDirEnv::new();
    deployed.deploy(&stack()).await.succeeded();
    let tags = json!({ "moodle-stack:stack": "campus-2", "moodle-stack:resource": "compute.cluster" });
    let env = foreign(&deployed, "compute.cluster", &tags);
    let found = find_conflicts(&env, &stack()).await;
    assert_eq!(found.len(), 1);
    assert!(
        found[0].error.message.contains("the stack 'campus-2'"),
        "{}",
        found[0].error
    );
}

#[tokio::test(start_paused = true)]
async fn own_resources_are_no_conflict_in_any_state() {
    let env = TempDirEnv::new();
    let first = declared([]);
    assert_eq!(addresses(&find_conflicts(&env, &first).await), [""; 0]);
    env.deploy(&first).await.succeeded();
    for edit in 0..EDITS.len() {
        let found = find_conflicts(&env, &declared([edit])).await;
        assert_eq!(addresses(&found), [""; 0], "{edit}");
    }
    // Deleted outside of this program.
    env.edit_world(|world| world["things"] = json!({}));
    assert_eq!(addresses(&find_conflicts(&env, &first).await), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn foreign_resource_that_appears_after_the_plan_is_never_changed_and_does_not_block_a_destroy() {
    let deployed = TempDirEnv::new();
    deployed.deploy(&stack()).await.succeeded();
    let graph = blueprint(&stack());
    let mut kinds = std::collections::BTreeSet::new();
    for (address, desired) in &graph.resources {
        let kind = desired.kind;
        if !kind.can_be_taken() || !kinds.insert(kind.name) {
            continue;
        }
        let env = foreign(&deployed, address, &json!({ "owner": "somebody" }));
        let before = env.resources(kind.name);
        let run = env.deploy(&stack()).await;
        for failure in &run.outcome.failures {
            let is_not_owned = matches!(&failure.error, StepError::Api(error) if error.kind == ApiErrorKind::NotOwned);
            assert!(is_not_owned && failure.address == *address, "{failure:?}");
        }
        let failed = !run.outcome.failures.is_empty();
        let run = env.destroy(&stack()).await.succeeded();
        assert!(run.journal.is_empty(), "{address}");
        if failed {
            let left = env.resources(kind.name);
            assert!(before.iter().all(|one| left.contains(one)), "{address}");
            let left_alone = run.outcome.leftovers.left_alone.iter();
            let left_alone: Vec<&str> = left_alone.map(|one| one.address.as_str()).collect();
            assert!(left_alone.contains(&address.as_str()), "{address}: {left_alone:?}");
        }
        // Without a journal, a destroy finds nothing of its own.
        env.lose_journal(&stack()).await;
        env.destroy(&stack()).await.succeeded();
    }
}

#[tokio::test(start_paused = true)]
async fn resource_without_its_tags_gets_them_again_from_a_deployment() {
    for address in [
        "observability.topic",
        "database.instance",
        "network.vpc",
        "compute.service",
    ] {
        let env = TempDirEnv::new();
        env.deploy(&stack()).await.succeeded();
        let before = env.world()["things"].clone();
        edit(&env, address, |resource| {
            resource["tags"] = json!({ "cost-center": "it" });
        });
        let plan = env.plan(&stack()).await;
        assert_eq!(
            plan.actions().into_iter().collect::<Vec<_>>(),
            [(address, Action::Update)]
        );
        let [change] = plan.steps[0].changes() else {
            panic!("{:?}", plan.steps[0].changes())
        };
        assert!(change.is_tags(), "{change:?}");
        env.deploy(&stack()).await.succeeded();
        assert!(env.plan(&stack()).await.is_empty());
        // Tags of others stay, and nothing else has changed.
        let mut after = env.world()["things"].clone();
        let mut resources = after.as_object_mut().unwrap().values_mut();
        let tags = &mut resources
            .find(|resource| resource["tags"]["moodle-stack:resource"] == address)
            .unwrap()["tags"];
        assert_eq!(tags.as_object_mut().unwrap().remove("cost-center"), Some("it".into()));
        assert_eq!(after, before);
    }
}

#[tokio::test(start_paused = true)]
async fn resource_without_its_tags_is_destroyed_with_its_stack() {
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    env.edit_world(|world| {
        for resource in world["things"].as_object_mut().unwrap().values_mut() {
            // Without its tags, a repository is one that somebody else has created, and that the stack uses.
            if resource["kind"] != "AWS::IAM::ServiceLinkedRole" && resource["kind"] != "AWS::ECR::Repository" {
                resource["tags"] = json!({});
            }
        }
    });
    let run = env.destroy(&stack()).await.succeeded();
    assert!(run.journal.is_empty());
    assert_eq!(run.outcome.leftovers.left_alone, []);
    let left: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"]);
}

#[tokio::test(start_paused = true)]
async fn resource_that_another_stack_has_taken_is_neither_changed_nor_deleted() {
    const KIND: &str = "AWS::SNS::Topic";
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    edit(&env, "observability.topic", |resource| {
        resource["tags"] = json!({ "moodle-stack:stack": "campus-2" });
        resource["fields"]["theirs"] = true.into();
    });
    let before = env.resources(KIND);
    let plan = env.plan(&stack()).await;
    let [step] = plan.steps.as_slice() else {
        panic!("{:?}", plan.actions())
    };
    let reason = Reason::NotOwned("campus-2".into());
    assert_eq!((step.address.as_str(), &step.reason), ("observability.topic", &reason));
    assert_eq!(step.action(), Action::Leave);
    env.deploy(&stack()).await.succeeded();
    assert_eq!(env.resources(KIND), before);

    let run = env.destroy(&stack()).await.succeeded();
    let planned = run.plan.steps.iter().find(|step| step.address == "observability.topic");
    assert_eq!(planned.map(moodle_stack::plan::Step::action), Some(Action::Leave));
    assert_eq!(env.resources(KIND), before);
    let [left] = run.outcome.leftovers.left_alone.as_slice() else {
        panic!("{:?}", run.outcome.leftovers)
    };
    assert!(left.address == "observability.topic" && left.id.is_some(), "{left:?}");
    assert!(left.what.contains("the stack `campus-2`"), "{left:?}");
    assert!(run.journal.is_empty());
    let kinds: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(kinds, ["AWS::IAM::ServiceLinkedRole", KIND]);
}

#[tokio::test(start_paused = true)]
async fn resource_with_restored_tags_is_owned_by_the_stack_again() {
    const KIND: &str = "AWS::SNS::Topic";
    let env = TempDirEnv::new();
    env.deploy(&stack()).await.succeeded();
    let tags = env.resources(KIND)[0]["tags"].clone();
    edit(&env, "observability.topic", |resource| {
        resource["tags"]["moodle-stack:stack"] = "campus-2".into();
    });
    env.deploy(&stack()).await.succeeded();
    edit(&env, "observability.topic", |resource| resource["tags"] = tags);
    assert!(env.plan(&stack()).await.is_empty());
    env.destroy(&stack()).await.succeeded();
    assert!(env.resources(KIND).is_empty());
}

/// Puts a resource into a state for ten minutes.
fn set_busy(env: &TempDirEnv, address: &str, word: &str) {
    let until = env.world()["now"].as_f64().unwrap() + 600.0;
    edit(env, address, |resource| {
        resource["phase"] = json!({ "busy": { "word": word, "until": until } });
    });
}

/// Destroys a stack, and returns what has become of the database, how long it took, and the number of snapshots.
async fn destroy_database(env: &TempDirEnv, stack: &Stack, address: &str) -> (String, u64, usize) {
    let run = env.destroy(stack).await.succeeded();
    assert!(run.journal.is_empty());
    let mut data = run.outcome.leftovers.data.iter();
    let what = data.find(|one| one.address == address).unwrap().what.clone();
    let snapshots = env.world()["copies"].as_object().unwrap().len();
    (what, run.took.as_secs(), snapshots)
}

#[tokio::test(start_paused = true)]
async fn final_snapshot_is_named_and_waited_for() {
    for (edits, address) in [
        (vec![], "database.instance"),
        (vec![edit_of("database: AuroraMysql")], "database.cluster"),
    ] {
        let stack = declared(edits);
        let env = TempDirEnv::new();
        env.deploy(&stack).await.succeeded();
        let (what, _, snapshots) = destroy_database(&env, &stack, address).await;
        assert_eq!(snapshots, 1);
        let world = env.world();
        let (arn, copy) = world["copies"].as_object().unwrap().iter().next().unwrap();
        let name = arn.rsplit(':').next().unwrap();
        assert_eq!(
            what,
            format!("is deleted, and its data is in the final snapshot `{name}`")
        );
        assert!(copy["until"].as_f64().unwrap() <= world["now"].as_f64().unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn database_that_is_still_being_created_is_deleted_at_once_without_a_snapshot() {
    let env = TempDirEnv::new();
    let stack = stack();
    env.deploy(&stack).await.succeeded();
    set_busy(&env, "database.instance", "creating");
    let mut journal = env.journal(&stack);
    let entry = journal.journal.resources.get_mut("database.instance").unwrap();
    entry.phase = Phase::Configuring;
    entry.outputs.clear();
    journal.save().await.unwrap();
    drop(journal);
    let (what, took, snapshots) = destroy_database(&env, &stack, "database.instance").await;
    assert!(what.contains("without a final snapshot"), "{what}");
    assert_eq!(snapshots, 0);
    let other = TempDirEnv::new();
    other.deploy(&stack).await.succeeded();
    let (_, usual, _) = destroy_database(&other, &stack, "database.instance").await;
    assert!(took <= usual + 60, "{took} s instead of {usual} s");
}

#[tokio::test(start_paused = true)]
async fn database_or_cache_that_is_being_changed_is_deleted_once_it_is_available() {
    for address in ["database.instance", "cache.nodes"] {
        let env = TempDirEnv::new();
        env.deploy(&stack()).await.succeeded();
        set_busy(&env, address, "modifying");
        let (what, _, snapshots) = destroy_database(&env, &stack(), "database.instance").await;
        assert!(what.contains("is in the final snapshot"), "{what}");
        assert_eq!(snapshots, 1);
    }
}
