//! What somebody deletes outside of the deployer: it is awaited, and created again.

use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::blueprint;
use moodle_stack::clock::Clock;
use moodle_stack::execute::{StepError, refresh};
use moodle_stack::plan::{Action, deployment};
use moodle_stack::verify::{self, Severity};
use serde_json::{Value, json};

/// Sets the phase of the resource at an address.
fn set_phase(env: &TempDirEnv, address: &str, phase: &Value) {
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap().values_mut();
        for resource in resources.filter(|resource| resource["tags"]["moodle-stack:resource"] == address) {
            resource["phase"] = phase.clone();
        }
    });
}

/// Starts to delete the resource at an address, which AWS needs ten minutes for.
fn delete_by_hand(env: &TempDirEnv, address: &str) {
    let until = env.world()["now"].as_f64().unwrap() + 600.0;
    set_phase(env, address, &json!({ "going": { "until": until } }));
}

/// Resources of kinds that AWS reports as being deleted, with and without data.
const ADDRESSES: [&str; 5] = [
    "database.instance",
    "files.file-system",
    "network.nat-a",
    "compute.service",
    "cache.nodes",
];

#[tokio::test(start_paused = true)]
async fn resource_that_somebody_deletes_is_created_again_once_it_is_gone() {
    for address in ADDRESSES {
        let env = TempDirEnv::new();
        let stack = Campus::stack();
        let before = env.deploy(&stack).await.succeeded().journal;
        delete_by_hand(&env, address);
        let (clock, graph, file) = (Clock::start(1.0), blueprint(&stack), env.journal(&stack));
        let observed = refresh(&env.sandbox(clock), &clock, &file.journal).await.unwrap();
        drop(file);
        let plan = deployment(&graph, &before, &observed);
        assert_eq!(
            plan.actions().get(address),
            Some(&Action::Replace),
            "{address}: {:?}",
            plan.actions()
        );
        let mut findings = verify::deployment(&graph, &before, &observed, &plan);
        findings.retain(|finding| finding.severity == Severity::Error);
        assert_eq!(findings, [], "{address}");
        let after = env.execute(&stack, &plan).await.succeeded().journal;
        let [before, after] = [&before, &after].map(|journal| &journal.resources[address]);
        assert_ne!(before.token, after.token, "{address}");
        assert!(env.plan(&stack).await.is_empty(), "{address}");
    }
}

#[tokio::test(start_paused = true)]
async fn data_is_kept_if_aws_gives_up_a_deletion() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    let before = env.deploy(&stack).await.succeeded().journal;
    delete_by_hand(&env, "database.instance");
    let plan = env.plan(&stack).await;
    set_phase(&env, "database.instance", &json!("ready"));
    let run = env.execute(&stack, &plan).await;
    let errors: Vec<&StepError> = run.outcome.failures.iter().map(|failure| &failure.error).collect();
    assert!(
        matches!(errors.as_slice(), [StepError::Failed(why)] if why.contains("no longer deletes it")),
        "{errors:?}"
    );
    let after = env.deploy(&stack).await.succeeded().journal;
    let [before, after] = [&before, &after].map(|journal| &journal.resources["database.instance"].token);
    assert_eq!(before, after);
    assert!(env.plan(&stack).await.is_empty());
}
