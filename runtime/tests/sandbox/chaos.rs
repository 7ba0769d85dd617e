//! Chaos tests: throttling, 5xx, lost responses, denied calls, stale reads, resources that stay broken, killed deployers,
//! lost journals and concurrent deployers, all at random, during the whole life of a stack. When the faults end, the command
//! converges on exactly what is declared.
//!
//! Each run is derived from a seed, which the test prints. `CHAOS_SEED=<seed>` repeats a run, and `CHAOS_RUNS=<n>` sets the
//! number of runs. A seed that finds a defect should become a test with a name.

use crate::crash_matrix::{SHARED, changed, first, replaced};
use crate::fault::Fault;
use crate::fault_injector::Intercept;
use crate::memory_env::{self, Ended, Goal, MemoryEnv};
use crate::seeded_rng::{SeededRng, count_from_env};
use moodle_stack::clock::Clock;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long AWS may not show what was created: <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>
/// says "seconds to minutes", and the deployer waits for one.
const MAX_LAG: Duration = Duration::from_secs(40);

/// How many commands each phase of a life runs with faults.
const COMMANDS: usize = 4;

/// How many commands without faults each phase may take to converge.
const ATTEMPTS: usize = 4;

/// Random faults.
struct Chaos<'d> {
    rng: &'d SeededRng,
    clock: &'d Clock,
    /// When each address was last created, and for how long reads do not show it.
    created: &'d RefCell<BTreeMap<String, (Duration, Duration)>>,
    /// The address at which every change fails.
    broken: Option<String>,
}

impl Intercept for Chaos<'_> {
    fn fault_for(&self, call: &str, is_change: bool) -> Option<Fault> {
        let (verb, address) = call.split_once(' ').unwrap_or((call, ""));
        if verb == "create" {
            let lag = MAX_LAG.mul_f64(f64::from(u32::try_from(self.rng.below(100)).unwrap()) / 100.0);
            self.created
                .borrow_mut()
                .insert(address.into(), (self.clock.elapsed(), lag));
        }
        if self.broken.as_deref() == Some(address) && is_change {
            return Some(Fault::Unavailable);
        }
        if matches!(verb, "find" | "read")
            && let Some((at, lag)) = self.created.borrow().get(address)
            && self.clock.elapsed().saturating_sub(*at) < *lag
        {
            return Some(Fault::StaleRead);
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
    let created = RefCell::default();
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
                clock: env.clock(),
                created: &created,
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
                // Until a person notices the loss, reads are no longer stale.
                env.clock().sleep(memory_env::MAX_LAG).await;
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
