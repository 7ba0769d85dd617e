//! Injects a fault into every HTTP call of a stack's lifecycle. Each command is run again until it succeeds, and then everything
//! that is declared exists exactly once.
//!
//! Each test covers one fault. It is injected into every call the first time that the call is made, so a creation of
//! three calls fails, or is interrupted, at each of them. Resources that do not depend on each other fail in parallel.
//!
//! Faults that end the run of a command are injected into one of [`SAMPLE`] calls, chosen by a seed, or into all with
//! `FAULTS=all`. `FAULTS_SEED` sets the seed, which is printed.

mod call;
mod deployer;
mod error_response;
mod fault_injector;
mod habits;

use crate::stack::{AURORA, EmulatorEnv, INSTANCE, NODES, SERVERLESS, campus, compare_settings, issue};
use deployer::Deployer;
use fault_injector::{Fault, FaultInjector};
use habits::{CERTIFICATE, Habits};
use moodle_stack::model::{Aurora, Cache, Database, Instance, Nat, Nodes, Serverless, Stack};

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// One in so many calls has a fault, if each fault ends a run.
const SAMPLE: u64 = 4;

/// About one in so many kills of the deployer also loses the journal, in the test of that.
const KILLS_PER_JOURNAL_LOSS: u64 = 3;

/// How much faster than real time the deployer's clock runs if what it has created is unknown for a while.
const HABITS_SPEED: f64 = 20.0;

/// Returns the injector of a fault.
fn injector(fault: Fault) -> FaultInjector {
    let ends_run = matches!(fault, Fault::Denied | Fault::KilledBefore | Fault::KilledAfter);
    let all = std::env::var("FAULTS").is_ok_and(|which| which == "all");
    FaultInjector::new(fault, if ends_run && !all { SAMPLE } else { 1 }, seed())
}

/// Returns the seed of the environment, or else the time of the first test, and prints it.
fn seed() -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| {
        let now = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .expect("it is later than 1970")
        };
        let seed = std::env::var("FAULTS_SEED").map_or_else(
            |_| now().as_secs(),
            |seed| seed.parse().expect("FAULTS_SEED is a number"),
        );
        println!("FAULTS_SEED={seed}");
        seed
    });
    *SEED
}

/// Deploys, changes and destroys a stack with a fault at every call.
async fn run_lifecycle(name: &'static str, fault: Fault) {
    let stack = campus(name);
    let mut deployer = Deployer::new(stack.name, injector(fault)).await;
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
async fn lifecycle_converges_if_every_call_is_denied_once() {
    run_lifecycle("denied", Fault::Denied).await;
}

#[tokio::test]
async fn lifecycle_converges_if_every_call_is_throttled_once() {
    run_lifecycle("throttled", Fault::Throttled).await;
}

#[tokio::test]
async fn lifecycle_converges_if_every_call_has_a_server_error_once() {
    run_lifecycle("failing", Fault::ServerError).await;
}

#[tokio::test]
async fn lifecycle_converges_if_every_response_is_lost_once() {
    run_lifecycle("unanswered", Fault::ResponseLost).await;
}

#[tokio::test]
async fn lifecycle_converges_if_the_deployer_is_killed_before_every_call() {
    run_lifecycle("killed", Fault::KilledBefore).await;
}

#[tokio::test]
async fn lifecycle_converges_if_the_deployer_is_killed_after_every_call() {
    run_lifecycle("interrupted", Fault::KilledAfter).await;
}

#[tokio::test]
async fn lifecycle_converges_if_the_deployer_is_killed_and_the_journal_is_lost() {
    let stack = campus("lost");
    let deployer = Deployer::new(stack.name, injector(Fault::KilledAfter)).await;
    let mut deployer = deployer.losing_the_journal(KILLS_PER_JOURNAL_LOSS);
    deployer.deploy(&stack).await;
    let changed = change(stack);
    deployer.deploy(&changed).await;
    deployer.destroy(&changed).await;
}

/// Deploys, changes and destroys a stack on emulators with AWS's habits. Each command does everything in one run.
async fn live_with_habits(stack: Stack) -> Habits {
    let habits = Habits::new(HABITS_SPEED, seed());
    let faults = injector(Fault::None).with_habits(habits.clone());
    let mut deployer = Deployer::new(stack.name, faults).await;
    deployer.deploy(&stack).await;
    let changed = change(stack);
    deployer.deploy(&changed).await;
    deployer.destroy(&changed).await;
    habits
}

#[tokio::test]
async fn lifecycle_of_the_reference_waits_for_what_aws_does_not_show_yet() {
    live_with_habits(campus("hidden")).await;
}

#[tokio::test]
async fn lifecycle_with_issued_certificates_waits_for_what_aws_does_not_show_yet() {
    let mut stack = campus("unseen-issued");
    let zone = EmulatorEnv::zone("unseen-issued").await;
    issue(&mut stack, zone);
    let changed = live_with_habits(stack).await.changed();
    assert!(
        changed.contains_key(CERTIFICATE),
        "CloudFront saw each certificate at once: {changed:?}"
    );
}

#[tokio::test]
async fn lifecycle_of_aurora_waits_for_what_aws_does_not_show_yet() {
    let mut stack = campus("unseen-aurora");
    stack.architecture.database = Database::AuroraMysql(AURORA);
    stack.architecture.cache = Cache::ServerlessValkey(SERVERLESS);
    live_with_habits(stack).await;
}

#[tokio::test]
async fn lifecycle_of_aurora_postgresql_waits_for_what_aws_does_not_show_yet() {
    let mut stack = campus("unseen-aurorapg");
    stack.architecture.database = Database::AuroraPostgres(Aurora {
        version: "16.4",
        capacity: None,
        class: Some("db.r6g.large"),
        ..AURORA
    });
    stack.architecture.cache = Cache::ServerlessRedis(Serverless {
        version: "7",
        ..SERVERLESS
    });
    live_with_habits(stack).await;
}

#[tokio::test]
async fn lifecycle_of_mariadb_and_valkey_waits_for_what_aws_does_not_show_yet() {
    let mut stack = campus("unseen-mariadb");
    stack.architecture.database = Database::MariaDb(Instance {
        version: "11.4",
        ..INSTANCE
    });
    stack.architecture.cache = Cache::Valkey(Nodes {
        version: "8.0",
        ..NODES
    });
    live_with_habits(stack).await;
}

#[tokio::test]
async fn lifecycle_of_postgresql_without_cloudfront_waits_for_what_aws_does_not_show_yet() {
    let mut stack = campus("unseen-postgres");
    stack.architecture.database = Database::Postgres(Instance {
        version: "16.4",
        ..INSTANCE
    });
    stack.architecture.network.nat = Nat::Single;
    stack.architecture.edge = None;
    live_with_habits(stack).await;
}

/// The next run does not know when the killed one has created what AWS does not show yet.
#[tokio::test]
async fn lifecycle_converges_if_the_deployer_is_killed_and_aws_does_not_show_yet_what_it_created() {
    let stack = campus("unseen-crash");
    let faults = FaultInjector::new(Fault::KilledAfter, 8 * SAMPLE, seed());
    let faults = faults.with_habits(Habits::new(HABITS_SPEED, seed()));
    let mut deployer = Deployer::new(stack.name, faults).await;
    deployer.deploy(&stack).await;
    deployer.destroy(&stack).await;
}
