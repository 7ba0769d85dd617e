//! The crash matrix: every fault at every step of a stack's life, which is deployed, changed, replaced and destroyed. After
//! any of them, the same command, run again until it succeeds, converges on exactly what is declared: nothing is duplicated,
//! orphaned or missing.
//!
//! The test runs a sample of the cases, chosen by a seed that it prints. `CRASH_MATRIX=all` runs every case,
//! `CRASH_MATRIX=<seed>` repeats a sample, and `CRASH_MATRIX_CASES=<n>` sets the number of cases for each phase.

use crate::fault::{Fault, Interruption, WriteFault};
use crate::fault_injector::Intercept;
use crate::memory_env::{Ended, Goal, MemoryEnv};
use crate::seeded_rng::{SeededRng, count_from_env};
use crate::stacks::{Campus, DELETED_TRAIL};
use moodle_stack::model::{KeepFiles, Stack};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How many runs a command may take to converge: the interrupted one, one to continue, and more if a step could not run
/// before another had ended.
const RUNS: usize = 4;

/// How many calls of the same name get faults. Further calls only poll for a slow resource.
const REPEATS: usize = 2;

/// How many cases of each phase are run, unless `CRASH_MATRIX_CASES` sets another number.
const SAMPLE: usize = 100;

/// The kinds that outlive a stack, since all stacks of an account share them.
pub const SHARED: &[&str] = &["AWS::IAM::ServiceLinkedRole"];

pub fn first() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    stack
}

pub fn changed() -> Stack {
    let mut stack = first();
    let architecture = &mut stack.architecture;
    architecture.compute.cpu = 1024;
    architecture.compute.memory = 2048;
    architecture.compute.scale_at_cpu = 60;
    architecture.observability.retention_days = 90;
    architecture.load_balancer.idle_timeout = Some(180);
    stack
}

pub fn replaced() -> Stack {
    let mut stack = changed();
    stack.architecture.network.cidr = "10.1.0.0/16";
    stack
}

/// Records the calls.
#[derive(Debug, Default)]
struct Trace(RefCell<Vec<String>>);

impl Intercept for Trace {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        self.0.borrow_mut().push(call.to_owned());
        None
    }
}

/// Lists every way in which a command can be interrupted.
pub async fn interruptions(before: &MemoryEnv, goal: Goal<'_>) -> Vec<Interruption> {
    let env = before.fork();
    let (ended, trace) = env.run(goal, Trace::default(), None).await;
    assert_eq!(ended, Ended::Done);
    let mut interruptions = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let calls = trace.0.into_inner();
    for (at, call) in calls.iter().enumerate() {
        let seen = seen.entry(call).or_default();
        *seen += 1;
        if *seen <= REPEATS {
            interruptions.extend(Fault::ALL.map(|fault| Interruption::Call(at + 1, fault)));
        }
    }
    for at in 1..=env.journal.writes() {
        interruptions
            .extend([WriteFault::NotWritten, WriteFault::HalfWritten].map(|fault| Interruption::Write(at, fault)));
    }
    interruptions
}

/// Interrupts a command, runs it again until it succeeds, and returns the remaining problems.
async fn run_case(before: &MemoryEnv, goal: Goal<'_>, interruption: Interruption) -> Result<(), String> {
    let env = before.fork();
    let mut last = env.run_interrupted(goal, interruption).await;
    for _ in 1..RUNS {
        if last == Ended::Done {
            break;
        }
        last = env.run_without_faults(goal).await;
    }
    if last != Ended::Done {
        return Err(format!("{interruption:?}: after {RUNS} runs, {last:?}"));
    }
    let differences = env.differences(goal, SHARED).await;
    if differences.is_empty() {
        Ok(())
    } else {
        Err(format!("{interruption:?}: {differences:#?}"))
    }
}

/// Returns some of the interruptions, or all of them if the environment asks for that.
pub fn sample(interruptions: Vec<Interruption>, count: usize) -> Vec<Interruption> {
    let all = interruptions.len();
    assert!(all > count, "only {all} cases");
    let chosen = if std::env::var("CRASH_MATRIX").is_ok_and(|which| which == "all") {
        interruptions
    } else {
        let count = count_from_env("CRASH_MATRIX_CASES").unwrap_or(count);
        SeededRng::from_env("CRASH_MATRIX").1.sample(interruptions, count)
    };
    println!("{} of {all} cases", chosen.len());
    chosen
}

async fn run_matrix(before: &MemoryEnv, goal: Goal<'_>) {
    let chosen = sample(interruptions(before, goal).await, SAMPLE);
    let mut problems = Vec::new();
    for interruption in &chosen {
        if let Err(problem) = run_case(before, goal, *interruption).await {
            problems.push(problem);
        }
    }
    let few: Vec<&String> = problems.iter().take(5).collect();
    assert!(
        problems.is_empty(),
        "{} of {} cases failed: {few:#?}",
        problems.len(),
        chosen.len()
    );
}

/// Deploys stacks one after the other without faults, and checks each write of the journal.
pub async fn deployed(stacks: &[Stack]) -> MemoryEnv {
    let mut env = MemoryEnv::new();
    env.journal = env.journal.strict();
    for stack in stacks {
        assert_eq!(env.run_without_faults(Goal::Deploy(stack)).await, Ended::Done);
        assert_eq!(env.differences(Goal::Deploy(stack), SHARED).await, [""; 0]);
    }
    env
}

#[tokio::test(start_paused = true)]
async fn interrupted_deploy_converges_on_rerun() {
    run_matrix(&MemoryEnv::new(), Goal::Deploy(&first())).await;
}

#[tokio::test(start_paused = true)]
async fn interrupted_update_converges_on_rerun() {
    run_matrix(&deployed(&[first()]).await, Goal::Deploy(&changed())).await;
}

#[tokio::test(start_paused = true)]
async fn interrupted_replacement_converges_on_rerun_and_leaves_nothing_deposed() {
    run_matrix(&deployed(&[changed()]).await, Goal::Deploy(&replaced())).await;
}

#[tokio::test(start_paused = true)]
async fn interrupted_destroy_converges_on_rerun() {
    run_matrix(&deployed(&[replaced()]).await, Goal::Destroy(&replaced())).await;
}
