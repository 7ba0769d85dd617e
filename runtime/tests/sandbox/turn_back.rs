//! Any two declarations in a row: a deployment is cut off, and what is deployed next is another declaration, or the one
//! from before. Whatever the first left, the next ones lead to what is declared within three runs, keep what is declared
//! and still there, and delete no data that their plan did not name.

use crate::declarations::{EDITS, declared, edit};
use crate::dice::Dice;
use crate::drawer::Slip;
use crate::front::{Nothing, Nth};
use crate::peril::Peril;
use crate::promise::{Before, standing, unplanned};
use crate::regression;
use crate::scene::{Ended, Goal, Scene};
use crate::walk::{Mishap, SHARED, deployed, mishaps, sample};
use moodle_stack::model::Stack;
use moodle_stack::sandbox::Item;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use std::collections::BTreeMap;

/// How many runs a declaration may take.
const RUNS: usize = 3;

/// What interrupts a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// Something at a call, counted from 1.
    Call(usize, Peril),
    /// Something at a write of the journal.
    Write(usize, Slip),
    /// Nothing.
    None,
}

/// A command on a declaration, by its edits, and what interrupts it.
#[derive(Clone, Debug)]
pub struct Turn {
    pub edits: Vec<usize>,
    pub destroy: bool,
    pub interruption: Interruption,
}

/// Commands in a row; the last is run until it ends.
#[derive(Clone, Debug)]
pub struct Case {
    pub turns: Vec<Turn>,
    pub last: Turn,
}

/// Lets something interrupt a deployment, and says what differs from its plan.
async fn interrupted(scene: &Scene, goal: Goal<'_>, interruption: Interruption) -> Vec<String> {
    let before = Before::of(scene).await;
    match interruption {
        Interruption::Call(at, peril) => {
            scene.run(goal, Nth::call(at, peril), None).await;
            if peril == Peril::JournalLost {
                scene.journal.lose();
            }
        }
        Interruption::Write(at, slip) => {
            scene.run(goal, Nothing, Some((at, slip))).await;
        }
        Interruption::None => {
            scene.run(goal, Nothing, None).await;
        }
    }
    unplanned(&before, scene)
}

/// Deploys declarations in a row, and says what is wrong.
pub async fn suffer(case: &Case) -> Result<(), String> {
    let scene = Scene::new();
    suffer_on(scene, case).await
}

impl Turn {
    fn stack(&self) -> Stack {
        declared(self.edits.iter().copied())
    }

    fn goal<'s>(&self, stack: &'s Stack) -> Goal<'s> {
        if self.destroy {
            Goal::Destroy(stack)
        } else {
            Goal::Deploy(stack)
        }
    }
}

impl Case {
    /// Lists the kinds of which some stays when its stack goes.
    fn kept(&self) -> Vec<&'static str> {
        let mut kept = SHARED.to_vec();
        // It stays where an upgrade has put copies into it.
        kept.push("AWS::Backup::BackupVault");
        let retain = edit("files.on_destroy");
        if self
            .turns
            .iter()
            .chain([&self.last])
            .any(|turn| turn.edits.contains(&retain))
        {
            kept.push("AWS::EFS::FileSystem");
        }
        kept
    }

    /// Has a stack whose journal is lost stay in its region: which one it left, nobody knows then.
    fn settled(mut self) -> Self {
        let is_lost = |turn: &Turn| match turn.interruption {
            Interruption::Call(_, peril) => peril == Peril::JournalLost,
            Interruption::Write(_, slip) => slip == Slip::HalfWritten,
            Interruption::None => false,
        };
        if self.turns.iter().any(is_lost) {
            let region = edit("region");
            for turn in self.turns.iter_mut().chain([&mut self.last]) {
                turn.edits.retain(|edit| *edit != region);
            }
        }
        self
    }
}

async fn suffer_on(scene: Scene, case: &Case) -> Result<(), String> {
    let mut told = Vec::new();
    for turn in &case.turns {
        told.extend(interrupted(&scene, turn.goal(&turn.stack()), turn.interruption).await);
    }
    let last = case.last.stack();
    let goal = case.last.goal(&last);
    let there = if case.last.destroy {
        Vec::new()
    } else {
        standing(&scene, &last)
    };
    let mut ended = Ended::Died;
    for _ in 0..RUNS {
        let before = Before::of(&scene).await;
        (ended, _) = scene.run(goal, Nothing, None).await;
        told.extend(unplanned(&before, &scene));
        if ended == Ended::Done {
            break;
        }
    }
    if ended != Ended::Done {
        told.push(format!("after {RUNS} runs, {ended:?}"));
    }
    let after: BTreeMap<String, Item> = scene
        .sandbox
        .inventory()
        .into_iter()
        .map(|item| (item.id.clone(), item))
        .collect();
    for item in there {
        if !after.contains_key(&item.id) {
            told.push(format!(
                "{} {} was there as declared, and is gone",
                item.address, item.id
            ));
        }
    }
    told.extend(scene.differs(goal, &case.kept()).await);
    if told.is_empty() {
        Ok(())
    } else {
        told.truncate(12);
        Err(format!("{told:#?}"))
    }
}

fn edits() -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..EDITS.len()).collect::<Vec<usize>>(), 0..=5)
}

fn interruption() -> impl Strategy<Value = Interruption> {
    let peril = prop::sample::select(Peril::ALL.to_vec());
    let slip = prop::sample::select(vec![Slip::NotWritten, Slip::HalfWritten]);
    prop_oneof![
        6 => (1_usize..900, peril).prop_map(|(at, peril)| Interruption::Call(at, peril)),
        2 => (1_usize..300, slip).prop_map(|(at, slip)| Interruption::Write(at, slip)),
        1 => Just(Interruption::None),
    ]
}

/// The edits of a declaration: new ones, or those of an earlier turn.
fn edits_or_earlier() -> impl Strategy<Value = Result<Vec<usize>, Index>> {
    prop_oneof![edits().prop_map(Ok), any::<Index>().prop_map(Err)]
}

/// Declarations in a row; any of them may be one of those before it.
fn case() -> impl Strategy<Value = Case> {
    let destroy = |often: u32| prop_oneof![often => Just(false), 1 => Just(true)];
    let whole = prop_oneof![3 => Just(Interruption::None), 1 => interruption()];
    let then = (edits_or_earlier(), destroy(5), interruption());
    let last = (edits_or_earlier(), destroy(9), Just(Interruption::None));
    let turns = (edits(), whole, prop::collection::vec(then, 1..=3), last);
    turns.prop_map(|(first, interruption, then, last)| {
        let mut turns = vec![Turn {
            edits: first,
            destroy: false,
            interruption,
        }];
        for (edits, destroy, interruption) in then.into_iter().chain([last]) {
            let edits = edits.unwrap_or_else(|earlier| earlier.get(&turns).edits.clone());
            turns.push(Turn {
                edits,
                destroy,
                interruption,
            });
        }
        let last = turns.pop().unwrap();
        Case { turns, last }.settled()
    })
}

/// Runs a test in virtual time.
fn in_virtual_time<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(test)
}

/// Deploys declarations in a row, and panics where something is wrong.
#[track_caller]
pub fn replay(case: &Case) {
    if let Err(told) = in_virtual_time(suffer(case)) {
        panic!("{told}");
    }
}

/// How many cases a test run draws; `TURNS` says another number.
const CASES: u32 = 16;

#[test]
fn any_two_declarations_in_a_row_lead_to_the_last_one() {
    let cases = Dice::count("TURNS").and_then(|cases| cases.try_into().ok());
    let config = ProptestConfig {
        cases: cases.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    let (seed, _) = Dice::named("TURN_BACK");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let result = TestRunner::new_with_rng(config, rng).run(&case(), |case| {
        in_virtual_time(suffer(&case)).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(told, case)) => {
            let test = regression::write(&case);
            panic!("TURN_BACK={seed}: {told}\n\nas a test of its own, in tests/sandbox/regressions.rs:\n\n{test}");
        }
        Err(TestError::Abort(why)) => panic!("TURN_BACK={seed}: {why}"),
    }
}

/// How many interruptions of each replacement a test run draws.
const SAMPLE: usize = 10;

/// Interrupts the replacement that some edits bring about, and turns back.
fn turn_back(edits: &[&str]) {
    in_virtual_time(async {
        let (old, new) = (declared([]), declared(edits.iter().map(|path| edit(path))));
        let before = deployed(&[old]).await;
        let mishaps = mishaps(&before, Goal::Deploy(&new)).await;
        let mut wrong = Vec::new();
        for mishap in sample(mishaps, SAMPLE) {
            let turn = |edits: Vec<usize>, interruption| Turn {
                edits,
                destroy: false,
                interruption,
            };
            let interruption = match mishap {
                Mishap::Call(at, peril) => Interruption::Call(at, peril),
                Mishap::Write(at, slip) => Interruption::Write(at, slip),
            };
            let case = Case {
                turns: vec![turn(edits.iter().map(|path| edit(path)).collect(), interruption)],
                last: turn(Vec::new(), Interruption::None),
            };
            if let Err(told) = suffer_on(before.fork(), &case).await {
                wrong.push(format!("{mishap:?}: {told}"));
            }
        }
        let few: Vec<&String> = wrong.iter().take(3).collect();
        assert!(wrong.is_empty(), "{} cases: {few:#?}", wrong.len());
    });
}

#[test]
fn an_interrupted_replacement_of_the_network_can_be_turned_back() {
    turn_back(&["network.cidr"]);
}

#[test]
fn an_interrupted_replacement_of_the_database_can_be_turned_back() {
    turn_back(&["database: Postgres"]);
}

#[test]
fn an_interrupted_replacement_of_the_cache_can_be_turned_back() {
    turn_back(&["cache: ServerlessValkey"]);
}

#[test]
fn an_interrupted_move_of_the_load_balancer_can_be_turned_back() {
    turn_back(&["load_balancer.private", "files.uid"]);
}

#[test]
fn an_interrupted_change_of_the_zones_can_be_turned_back() {
    turn_back(&["network.zones: moved"]);
}
