//! Sequences of declarations: commands are interrupted, and the next one has another declaration, or an earlier one.
//! From any state that interrupted commands leave, the last declaration is reached within three runs. These keep every
//! resource that is already as declared, and change only what their plan names.
//!
//! The test draws random sequences from a seed, which it prints. `SEQUENCE_SEED=<seed>` repeats them, and
//! `SEQUENCE_CASES=<n>` sets their number.

use crate::crash_matrix::{SHARED, deployed, interruptions, sample};
use crate::declarations::{EDITS, declared, edit};
use crate::fault::{Fault, Interruption, WriteFault};
use crate::memory_env::{Ended, Goal, MemoryEnv};
use crate::plan_conformance::{StateBefore, ready_as_declared, unplanned_changes};
use crate::regression_writer;
use crate::seeded_rng::{SeededRng, count_from_env};
use moodle_stack::model::Stack;
use moodle_stack::sandbox::Item;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use std::collections::BTreeMap;

/// How many runs the last declaration may take.
const RUNS: usize = 3;

/// A command on a declaration, and where it is interrupted.
#[derive(Clone, Debug)]
pub struct Command {
    /// How the declaration differs from the reference, as indices into [`EDITS`].
    pub edits: Vec<usize>,
    /// Whether the command is `destroy` instead of `deploy`.
    pub destroy: bool,
    pub interruption: Interruption,
}

/// A sequence of commands, whose last command is run until it succeeds.
#[derive(Clone, Debug)]
pub struct Sequence {
    pub commands: Vec<Command>,
    pub last: Command,
}

impl Command {
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

    fn loses_journal(&self) -> bool {
        match self.interruption {
            Interruption::Call(_, fault) => fault == Fault::JournalLost,
            Interruption::Write(_, fault) => fault == WriteFault::HalfWritten,
            Interruption::None => false,
        }
    }
}

impl Sequence {
    /// Lists the kinds that may outlive the stack.
    fn kept(&self) -> Vec<&'static str> {
        let mut kept = SHARED.to_vec();
        // A vault is kept if an upgrade has put backups into it.
        kept.push("AWS::Backup::BackupVault");
        for (retain, kind) in [
            ("files.on_destroy", "AWS::EFS::FileSystem"),
            ("trail.on_destroy", "AWS::S3::Bucket"),
        ] {
            let mut commands = self.commands.iter().chain([&self.last]);
            if commands.any(|command| command.edits.contains(&edit(retain))) {
                kept.push(kind);
            }
        }
        // AWS does not report `on_destroy`. So after a lost journal, data that is not declared is retained.
        if self.commands.iter().any(Command::loses_journal) {
            kept.extend(["AWS::EFS::FileSystem", "AWS::S3::Bucket"]);
        }
        kept
    }

    /// Removes moves to another region if the journal is lost: it is unknown then which region the stack has left.
    fn without_untraceable_moves(mut self) -> Self {
        if self.commands.iter().any(Command::loses_journal) {
            let region = edit("region");
            for command in self.commands.iter_mut().chain([&mut self.last]) {
                command.edits.retain(|edit| *edit != region);
            }
        }
        self
    }
}

/// Runs a sequence on an empty account, and returns the problems.
async fn run_sequence(sequence: &Sequence) -> Result<(), String> {
    run_sequence_on(MemoryEnv::new(), sequence).await
}

async fn run_sequence_on(env: MemoryEnv, sequence: &Sequence) -> Result<(), String> {
    let mut problems = Vec::new();
    for command in &sequence.commands {
        let before = StateBefore::capture(&env).await;
        env.run_interrupted(command.goal(&command.stack()), command.interruption)
            .await;
        problems.extend(unplanned_changes(&before, &env));
    }
    let last = sequence.last.stack();
    let goal = sequence.last.goal(&last);
    let ready = if sequence.last.destroy {
        Vec::new()
    } else {
        ready_as_declared(&env, &last)
    };
    let mut ended = Ended::Killed;
    for _ in 0..RUNS {
        let before = StateBefore::capture(&env).await;
        ended = env.run_without_faults(goal).await;
        problems.extend(unplanned_changes(&before, &env));
        if ended == Ended::Done {
            break;
        }
    }
    if ended != Ended::Done {
        problems.push(format!("after {RUNS} runs, {ended:?}"));
    }
    let after: BTreeMap<String, Item> = env
        .sandbox
        .inventory()
        .into_iter()
        .map(|item| (item.id.clone(), item))
        .collect();
    for item in ready {
        if !after.contains_key(&item.id) {
            problems.push(format!("{} {} was as declared, and was deleted", item.address, item.id));
        }
    }
    problems.extend(env.differences(goal, &sequence.kept()).await);
    if problems.is_empty() {
        Ok(())
    } else {
        problems.truncate(12);
        Err(format!("{problems:#?}"))
    }
}

fn edits() -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..EDITS.len()).collect::<Vec<usize>>(), 0..=5)
}

fn interruption() -> impl Strategy<Value = Interruption> {
    let fault = prop::sample::select(Fault::ALL.to_vec());
    let write_fault = prop::sample::select(vec![WriteFault::NotWritten, WriteFault::HalfWritten]);
    prop_oneof![
        6 => (1_usize..900, fault).prop_map(|(at, fault)| Interruption::Call(at, fault)),
        2 => (1_usize..300, write_fault).prop_map(|(at, fault)| Interruption::Write(at, fault)),
        1 => Just(Interruption::None),
    ]
}

/// The edits of a declaration: new ones, or those of an earlier command.
fn edits_or_earlier() -> impl Strategy<Value = Result<Vec<usize>, Index>> {
    prop_oneof![edits().prop_map(Ok), any::<Index>().prop_map(Err)]
}

fn sequence() -> impl Strategy<Value = Sequence> {
    let destroy = |often: u32| prop_oneof![often => Just(false), 1 => Just(true)];
    let first = prop_oneof![3 => Just(Interruption::None), 1 => interruption()];
    let then = (edits_or_earlier(), destroy(5), interruption());
    let last = (edits_or_earlier(), destroy(9), Just(Interruption::None));
    let all = (edits(), first, prop::collection::vec(then, 1..=3), last);
    all.prop_map(|(first, interruption, then, last)| {
        let mut commands = vec![Command {
            edits: first,
            destroy: false,
            interruption,
        }];
        for (edits, destroy, interruption) in then.into_iter().chain([last]) {
            let edits = edits.unwrap_or_else(|earlier| earlier.get(&commands).edits.clone());
            commands.push(Command {
                edits,
                destroy,
                interruption,
            });
        }
        let last = commands.pop().unwrap();
        Sequence { commands, last }.without_untraceable_moves()
    })
}

/// Runs a future in virtual time.
fn in_virtual_time<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(test)
}

/// Runs a sequence, and panics if something is wrong.
#[track_caller]
pub fn replay(sequence: &Sequence) {
    if let Err(problems) = in_virtual_time(run_sequence(sequence)) {
        panic!("{problems}");
    }
}

/// How many sequences are run, unless `SEQUENCE_CASES` sets another number.
const CASES: u32 = 16;

#[test]
fn random_sequences_converge_on_the_last_declaration() {
    let cases = count_from_env("SEQUENCE_CASES").and_then(|cases| cases.try_into().ok());
    let config = ProptestConfig {
        cases: cases.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    let (seed, _) = SeededRng::from_env("SEQUENCE_SEED");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let result = TestRunner::new_with_rng(config, rng).run(&sequence(), |sequence| {
        in_virtual_time(run_sequence(&sequence)).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(problems, sequence)) => {
            let test = regression_writer::write(&sequence);
            panic!("SEQUENCE_SEED={seed}: {problems}\n\nas a test for tests/sandbox/regressions.rs:\n\n{test}");
        }
        Err(TestError::Abort(why)) => panic!("SEQUENCE_SEED={seed}: {why}"),
    }
}

/// How many interruptions of each replacement are run, unless `CRASH_MATRIX_CASES` sets another number.
const SAMPLE: usize = 10;

/// Interrupts the replacement that some edits cause, and deploys the old declaration again.
fn revert(edits: &[&str]) {
    in_virtual_time(async {
        let (old, new) = (declared([]), declared(edits.iter().map(|path| edit(path))));
        let before = deployed(&[old]).await;
        let interruptions = interruptions(&before, Goal::Deploy(&new)).await;
        let mut problems = Vec::new();
        for interruption in sample(interruptions, SAMPLE) {
            let deploy = |edits: Vec<usize>, interruption| Command {
                edits,
                destroy: false,
                interruption,
            };
            let sequence = Sequence {
                commands: vec![deploy(edits.iter().map(|path| edit(path)).collect(), interruption)],
                last: deploy(Vec::new(), Interruption::None),
            };
            if let Err(problem) = run_sequence_on(before.fork(), &sequence).await {
                problems.push(format!("{interruption:?}: {problem}"));
            }
        }
        let few: Vec<&String> = problems.iter().take(3).collect();
        assert!(problems.is_empty(), "{} cases failed: {few:#?}", problems.len());
    });
}

#[test]
fn interrupted_network_replacement_can_be_reverted() {
    revert(&["network.cidr"]);
}

#[test]
fn interrupted_database_replacement_can_be_reverted() {
    revert(&["database: Postgres"]);
}

#[test]
fn interrupted_cache_replacement_can_be_reverted() {
    revert(&["cache: ServerlessValkey"]);
}

#[test]
fn interrupted_load_balancer_replacement_can_be_reverted() {
    revert(&["load_balancer.private", "files.uid"]);
}

#[test]
fn interrupted_change_of_zones_can_be_reverted() {
    revert(&["network.zones: moved"]);
}
