//! Everything that can befall each step of a stack's life: deployed, changed, replaced, destroyed. Whatever it is, the same
//! command, run again until it ends, leads to exactly what is declared: nothing twice, nothing orphaned, nothing forgotten.
//!
//! The test run takes a sample, drawn by a seed that it prints; `CRASH_WALK=whole` takes every case,
//! `CRASH_WALK=<seed>` the sample of that seed, and `WALKS=<n>` so many cases of each phase.

use crate::dice::Dice;
use crate::drawer::Slip;
use crate::front::{Intercept, Nothing, Nth};
use crate::peril::Peril;
use crate::scene::{Ended, Goal, Scene};
use crate::stacks::Campus;
use moodle_stack::model::{KeepFiles, Stack};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What befalls a step, and which step.
#[derive(Clone, Copy, Debug)]
pub enum Mishap {
    Call(usize, Peril),
    Write(usize, Slip),
}

/// How often a command is run until all must be well: once befallen, once to go on, and once more where a step could not
/// be taken before another had ended.
const RUNS: usize = 4;

/// A step that repeats one before it, as a look at something that takes its time, is taken this often.
const REPEATS: usize = 2;

/// How many cases of each phase a test run draws; `WALKS` says another number.
const SAMPLE: usize = 100;

/// What outlives a stack: all stacks of the account share it.
pub const SHARED: &[&str] = &["AWS::IAM::ServiceLinkedRole"];

pub fn first() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
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

/// Writes down what is called.
#[derive(Debug, Default)]
struct Trace(RefCell<Vec<String>>);

impl Intercept for Trace {
    fn befalls(&self, call: &str, _: bool) -> Option<Peril> {
        self.0.borrow_mut().push(call.to_owned());
        None
    }
}

/// Lists everything that can befall a phase.
pub async fn mishaps(before: &Scene, goal: Goal<'_>) -> Vec<Mishap> {
    let scene = before.fork();
    let (ended, trace) = scene.run(goal, Trace::default(), None).await;
    assert_eq!(ended, Ended::Done);
    let mut mishaps = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let calls = trace.0.into_inner();
    for (at, call) in calls.iter().enumerate() {
        let seen = seen.entry(call).or_default();
        *seen += 1;
        if *seen <= REPEATS {
            mishaps.extend(Peril::ALL.map(|peril| Mishap::Call(at + 1, peril)));
        }
    }
    for at in 1..=scene.journal.writes() {
        mishaps.extend([Slip::NotWritten, Slip::HalfWritten].map(|slip| Mishap::Write(at, slip)));
    }
    mishaps
}

/// Lets something befall a phase, runs the command until it ends, and tells what is wrong then.
async fn suffer(before: &Scene, goal: Goal<'_>, mishap: Mishap) -> Result<(), String> {
    let scene = before.fork();
    let mut last = match mishap {
        Mishap::Call(at, peril) => {
            let (ended, _) = scene.run(goal, Nth::call(at, peril), None).await;
            if peril == Peril::JournalLost {
                scene.journal.lose();
            }
            ended
        }
        Mishap::Write(at, slip) => scene.run(goal, Nothing, Some((at, slip))).await.0,
    };
    for _ in 1..RUNS {
        if last == Ended::Done {
            break;
        }
        (last, _) = scene.run(goal, Nothing, None).await;
    }
    if last != Ended::Done {
        return Err(format!("{mishap:?}: after {RUNS} runs, {last:?}"));
    }
    let differs = scene.differs(goal, SHARED).await;
    if differs.is_empty() {
        Ok(())
    } else {
        Err(format!("{mishap:?}: {differs:#?}"))
    }
}

/// Draws some of what can befall a phase, or takes all of it.
pub fn sample(mishaps: Vec<Mishap>, some: usize) -> Vec<Mishap> {
    let all = mishaps.len();
    assert!(all > some, "only {all} cases");
    let taken = if std::env::var("CRASH_WALK").is_ok_and(|wish| wish == "whole") {
        mishaps
    } else {
        let some = Dice::count("WALKS").unwrap_or(some);
        Dice::named("CRASH_WALK").1.draw(mishaps, some)
    };
    println!("{} of {all} cases", taken.len());
    taken
}

async fn walk(before: &Scene, goal: Goal<'_>) {
    let mishaps = mishaps(before, goal).await;
    let taken = sample(mishaps, SAMPLE);
    let mut wrong = Vec::new();
    for mishap in &taken {
        if let Err(told) = suffer(before, goal, *mishap).await {
            wrong.push(told);
        }
    }
    let few: Vec<&String> = wrong.iter().take(5).collect();
    assert!(wrong.is_empty(), "{} of {} cases: {few:#?}", wrong.len(), taken.len());
}

/// Deploys stacks one after the other, without any mishap, each write of the journal being checked.
pub async fn deployed(stacks: &[Stack]) -> Scene {
    let mut scene = Scene::new();
    scene.journal = scene.journal.thorough();
    for stack in stacks {
        let (ended, _) = scene.run(Goal::Deploy(stack), Nothing, None).await;
        assert_eq!(ended, Ended::Done);
        assert_eq!(scene.differs(Goal::Deploy(stack), SHARED).await, Vec::<String>::new());
    }
    scene
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_deploy_the_next_ones_make_what_is_declared_once() {
    walk(&Scene::new(), Goal::Deploy(&first())).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_change_the_next_deploys_make_it() {
    walk(&deployed(&[first()]).await, Goal::Deploy(&changed())).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_replacement_the_next_deploys_make_it_and_nothing_old_is_left() {
    walk(&deployed(&[changed()]).await, Goal::Deploy(&replaced())).await;
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_destroy_the_next_ones_leave_nothing() {
    walk(&deployed(&[replaced()]).await, Goal::Destroy(&replaced())).await;
}
