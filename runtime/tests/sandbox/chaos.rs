//! Chaos tests: throttling, 5xx, lost responses, denied calls, stale reads, resources that stay broken, killed deployers,
//! lost journals and concurrent deployers, all at random, during the whole life of a stack. When the faults end, the command
//! converges on exactly what is declared.
//!
//! Each run is derived from a seed, which the test prints. `CHAOS_SEED=<seed>` repeats a run, and `CHAOS_RUNS=<n>` sets the
//! number of runs. A seed that finds a defect should become a test with a name.

use crate::crash_matrix::{SHARED, changed, first, replaced};
use crate::fault::Fault;
use crate::fault_injector::Intercept;
use crate::memory_env::{Ended, Goal, MAX_LAG, MemoryEnv};
use crate::seeded_rng::{SeededRng, count_from_env};
use std::time::Duration;

/// How many commands each phase of a life runs with faults.
const COMMANDS: usize = 4;

/// How many commands without faults each phase may take to converge.
const ATTEMPTS: usize = 4;

/// Random faults.
struct Chaos<'d> {
    rng: &'d SeededRng,
    /// The address at which every change fails.
    broken: Option<String>,
}

impl Intercept for Chaos<'_> {
    fn fault_for(&self, call: &str, is_change: bool) -> Option<Fault> {
        let (_, address) = call.split_once(' ').unwrap_or((call, ""));
        if self.broken.as_deref() == Some(address) && is_change {
            return Some(Fault::Unavailable);
        }
        match self.rng.below(1000) {
            0..30 => Some(Fault::Throttled),
            30..50 => Some(Fault::Unavailable),
            50..75 => Some(Fault::ResponseLost),
            75..78 => Some(Fault::Denied),
            78 => Some(Fault::KilledBefore),
            79 => Some(Fault::KilledAfter),
            _ => None,
        }
    }
}

/// Deploys, changes, replaces and destroys a stack under random faults. Returns what is wrong after one of these phases.
async fn run_life(seed: u64) -> Result<(), String> {
    let rng = SeededRng::new(seed);
    let env = MemoryEnv::new();
    let (first, changed, replaced) = (first(), changed(), replaced());
    let goals = [
        Goal::Deploy(&first),
        Goal::Deploy(&changed),
        Goal::Deploy(&replaced),
        Goal::Destroy(&replaced),
    ];
    for goal in goals {
        for _ in 0..COMMANDS {
            let chaos = Chaos {
                rng: &rng,
                broken: rng.chance(200).then(|| env.random_address(&rng)).flatten(),
            };
            let second = async {
                // A second deployer starts at the same time. It is refused, or continues after the first one was
                // killed.
                env.clock().sleep(Duration::from_mins(1)).await;
                env.run_without_faults(goal).await
            };
            if rng.chance(200) {
                tokio::join!(env.run(goal, chaos, None), second);
            } else {
                env.run(goal, chaos, None).await;
            }
            if rng.chance(150) {
                env.journal.lose();
                // Until a person notices the loss, AWS lists everything.
                env.clock().sleep(MAX_LAG).await;
            }
        }
        let mut last = Ended::Killed;
        for _ in 0..ATTEMPTS {
            last = env.run_without_faults(goal).await;
            if last == Ended::Done {
                break;
            }
        }
        if last != Ended::Done {
            return Err(format!("{goal:?}: {last:?}"));
        }
        let differences = env.differences(goal, SHARED).await;
        if !differences.is_empty() {
            return Err(format!("{differences:#?}"));
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn stack_converges_after_random_faults() {
    let (seed, rng) = SeededRng::from_env("CHAOS_SEED");
    let count = count_from_env("CHAOS_RUNS").unwrap_or(4);
    let seeds = std::iter::once(seed).chain(std::iter::repeat_with(|| rng.next_seed()));
    for seed in seeds.take(count) {
        Box::pin(run_life(seed))
            .await
            .unwrap_or_else(|problem| panic!("CHAOS_SEED={seed}: {problem}"));
    }
}
