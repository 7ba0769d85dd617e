//! Every single call of a life, each with a fault: the command is run again until it ends, and then there is what is
//! declared, all of it, once.
//!
//! One life is lived for each fault. In it, the fault befalls every call the first time that it is made, so that a creation of
//! three calls fails, or dies, at each of them. Resources that do not depend on each other fail side by side.
//!
//! Faults that end the run of a command befall one of [`SAMPLE`] calls, chosen by a seed; all of them with `FAULTS=all`.
//! `FAULTS_SEED` chooses the seed, which is printed.

mod answer;
mod call;
mod deployer;
mod layer;

use crate::stack::{campus, compare_settings};
use deployer::Deployer;
use layer::{Fault, Faults};
use moodle_stack::model::Stack;

/// Of so many calls, one has its fault, where each fault ends a run.
const SAMPLE: u64 = 4;

/// After so many deaths of the deployer, about, its journal is lost as well, where that is tried.
const DEATHS_TO_A_LOSS: u64 = 3;

/// Returns a layer of a fault.
fn faults(fault: Fault) -> Faults {
    let is_costly = matches!(fault, Fault::Refused | Fault::KilledBefore | Fault::KilledAfter);
    let all = std::env::var("FAULTS").is_ok_and(|which| which == "all");
    let seed = seed();
    println!("FAULTS_SEED={seed}");
    Faults::new(fault, if is_costly && !all { SAMPLE } else { 1 }, seed)
}

/// Returns the seed that the environment names, or one that nobody has chosen.
fn seed() -> u64 {
    if let Ok(seed) = std::env::var("FAULTS_SEED") {
        return seed.parse().expect("FAULTS_SEED is a number");
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("it is later than 1970").as_secs()
}

/// Takes a stack through its life while a fault befalls its calls.
async fn live(name: &'static str, fault: Fault) {
    let stack = campus(name);
    let mut deployer = Deployer::new(stack.name, faults(fault)).await;
    deployer.deploy(&stack).await;
    compare_settings(stack.name, stack.architecture.domain);
    let changed = change(stack);
    deployer.deploy(&changed).await;
    deployer.destroy(&changed).await;
}

/// Changes a declaration so that some resources are changed in place, and others replaced.
fn change(mut stack: Stack) -> Stack {
    let architecture = &mut stack.architecture;
    architecture.compute.cpu = 1024;
    architecture.compute.memory = 2048;
    architecture.observability.retention_days = 90;
    architecture.load_balancer.private = true;
    stack
}

#[tokio::test]
async fn a_life_in_which_aws_refuses_every_call_once_comes_to_its_end() {
    live("refused", Fault::Refused).await;
}

#[tokio::test]
async fn a_life_in_which_aws_throttles_every_call_once_comes_to_its_end() {
    live("throttled", Fault::Throttled).await;
}

#[tokio::test]
async fn a_life_in_which_aws_has_trouble_with_every_call_once_comes_to_its_end() {
    live("troubled", Fault::Broken).await;
}

#[tokio::test]
async fn a_life_in_which_every_answer_is_lost_once_comes_to_its_end() {
    live("unheard", Fault::Lost).await;
}

#[tokio::test]
async fn a_life_in_which_the_deployer_is_killed_before_every_call_comes_to_its_end() {
    live("killed", Fault::KilledBefore).await;
}

#[tokio::test]
async fn a_life_in_which_the_deployer_is_killed_after_every_call_comes_to_its_end() {
    live("silenced", Fault::KilledAfter).await;
}

#[tokio::test]
async fn a_life_in_which_the_deployer_is_killed_and_loses_its_journal_comes_to_its_end() {
    let stack = campus("forgetful");
    let deployer = Deployer::new(stack.name, faults(Fault::KilledAfter)).await;
    let mut deployer = deployer.losing_journals(DEATHS_TO_A_LOSS);
    deployer.deploy(&stack).await;
    let changed = change(stack);
    deployer.deploy(&changed).await;
    deployer.destroy(&changed).await;
}
