//! Journals and sandboxes that the program of 2026-11-28 wrote: one after a deployment, and one after a deployment that was
//! killed. In the second, three answers were removed from the journal by hand, so that it has intents. Later declarations and
//! blueprints may add to the stack, but nothing that exists is replaced or deleted, except for revisions of task definitions.

use super::cli_env::{CliEnv, DEPLOY, DESTROY, JOURNAL, WORLD};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::{Command, Stdio};

const DEPLOYED: [&str; 2] = [
    include_str!("earlier_release/deployed_journal.json"),
    include_str!("earlier_release/deployed_sandbox.json"),
];
const INTERRUPTED: [&str; 2] = [
    include_str!("earlier_release/interrupted_journal.json"),
    include_str!("earlier_release/interrupted_sandbox.json"),
];

fn env([journal, sandbox]: [&str; 2]) -> CliEnv {
    let env = CliEnv::new();
    env.write(JOURNAL, journal);
    env.write(WORLD, sandbox);
    env
}

/// Returns the resources of the journal that have an id, by address.
fn ids(env: &CliEnv) -> BTreeMap<String, String> {
    let journal = env.json(JOURNAL);
    let entries = journal["resources"].as_object().unwrap().iter();
    entries
        .filter_map(|(address, entry)| Some((address.clone(), entry["id"].as_str()?.to_owned())))
        .collect()
}

/// Returns whether each change of a resource creates a new revision of it.
fn has_revisions(address: &str) -> bool {
    address.starts_with("compute.task-")
}

/// Returns the planned actions that are neither a creation nor a change in place.
fn destructive_actions(env: &CliEnv) -> Vec<String> {
    let output = Command::output(env.command(&["plan", "--json"]).stdout(Stdio::piped())).unwrap();
    assert!(output.status.success(), "{output:?}");
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    let changes = plan["changes"].as_array().unwrap().iter();
    let actions = changes.map(|change| (change["action"].as_str().unwrap(), change["address"].as_str().unwrap()));
    actions
        .filter(|(action, address)| {
            let is_revision = *action == "replace" && has_revisions(address);
            !is_revision && !["create", "update", "finish"].contains(action)
        })
        .map(|(action, address)| format!("{action} {address}"))
        .collect()
}

#[test]
fn stack_of_an_earlier_release_keeps_its_resources_and_can_be_destroyed() {
    let env = env(DEPLOYED);
    let before = ids(&env);
    assert!(before.len() > 100, "{}", before.len());
    assert_eq!(destructive_actions(&env), <[String; 0]>::default());
    env.run_uninterrupted(DEPLOY);
    let after = ids(&env);
    for (address, id) in before.iter().filter(|(address, _)| !has_revisions(address)) {
        assert_eq!(after.get(address), Some(id), "{address}");
    }
    env.run_uninterrupted(DESTROY);
    env.check_destroyed(&before);
}

/// The cache had no password. At no time may a task that runs be refused: the cache first accepts the password, then all tasks
/// send it, and then the cache demands it.
#[test]
fn cache_of_an_earlier_release_gets_a_password_without_an_interruption() {
    let env = env(DEPLOYED);
    let output = Command::output(&mut env.command(DEPLOY)).unwrap();
    assert!(output.status.success(), "{output:?}");
    let progress = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    let moment = |step: &str| {
        progress
            .find(step)
            .unwrap_or_else(|| panic!("no {step:?} in {progress}"))
    };
    let order = [
        "cache.password (secret): created",
        "cache.nodes (replication group): updated",
        "compute.task-web (task definition): created",
        "compute.service (service): updated",
        "cache.authentication (cache authentication): created",
    ];
    assert!(order.is_sorted_by_key(|step| moment(step)), "{progress}");
    assert!(
        moment("compute.cron (schedule): updated") < moment(order[4]),
        "{progress}"
    );
}

#[test]
fn interrupted_deployment_of_an_earlier_release_is_finished() {
    let env = env(INTERRUPTED);
    let before = ids(&env);
    let intents = env.json(JOURNAL)["resources"].as_object().unwrap().len() - before.len();
    assert!(!before.is_empty() && intents > 0, "{before:?}, {intents} intents");
    assert_eq!(destructive_actions(&env), <[String; 0]>::default());
    env.run_uninterrupted(DEPLOY);
    let declared = ids(&env);
    for (address, id) in &before {
        assert_eq!(declared.get(address), Some(id), "{address}");
    }
    env.check_deployed(&declared.into_keys().collect());
}
