//! The variants of the reference stack whose requests are checked, and what happens to each in its life.

use super::recorded_steps::{RecordedSandbox, Step, Steps};
use crate::declarations::{EDITS, declared};
use crate::stack::{AURORA, INSTANCE, NODES, SERVERLESS};
use moodle_stack::blueprint::{Graph, blueprint, blueprint_from};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop, refresh};
use moodle_stack::journal::{JournalFile, OpenJournal};
use moodle_stack::model::{Aurora, Cache, Database, Instance, Nodes, Range, Serverless, Stack};
use moodle_stack::plan::{Plan, deployment, destruction};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::spec::RestoreSource;
use std::path::Path;

/// Variants that no edit of one key makes, each with its name.
fn others() -> Vec<(&'static str, Stack)> {
    let with = |name, change: fn(&mut Stack)| {
        let mut stack = declared([]);
        change(&mut stack);
        (name, stack)
    };
    vec![
        with("provisioned Aurora PostgreSQL", |stack| {
            stack.architecture.database = Database::AuroraPostgres(Aurora {
                version: "16.4",
                capacity: None,
                class: Some("db.r6g.large"),
                readers: 2,
                ..AURORA
            });
        }),
        with("serverless Redis", |stack| {
            stack.architecture.cache = Cache::ServerlessRedis(Serverless {
                version: "7",
                snapshot_days: 7,
                ..SERVERLESS
            });
        }),
        with("one node with snapshots", |stack| {
            stack.architecture.cache = Cache::Valkey(Nodes {
                version: "8.0",
                nodes: 1,
                snapshot_days: 7,
                ..NODES
            });
        }),
        with("storage that does not grow", |stack| {
            stack.architecture.database = Database::MariaDb(Instance {
                version: "11.4",
                storage: Range { min: 30, max: 30 },
                ..INSTANCE
            });
        }),
        // The longest names, and those that have the most in them.
        with("a long domain", |stack| {
            stack.name = "a-university-of-name";
            stack.architecture.domain = "learning.department-of-long-names.faculty-of-longer-names.example.edu";
        }),
    ]
}

/// Returns every variant: the reference with each edit, and the others.
pub fn all() -> Vec<(&'static str, Stack)> {
    let edits = EDITS.iter().enumerate();
    let mut all: Vec<_> = edits.map(|(index, (name, _))| (*name, declared([index]))).collect();
    all.extend(others());
    all
}

/// The name of the stack that is restored from a backup.
pub const RESTORED: &str = "rescue";

/// Returns the stack that is restored from a backup of another.
fn restored(of: &Stack) -> Stack {
    let mut stack = Stack { name: RESTORED, ..*of };
    stack.architecture.domain = "rescue.example.edu";
    stack
}

/// A sandbox with stacks and their journals.
struct Env {
    sandbox: Sandbox,
    clock: Clock,
    folder: tempfile::TempDir,
}

impl Env {
    fn new() -> Self {
        let clock = Clock::start(1.0);
        Self {
            sandbox: Sandbox::empty(clock),
            clock,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn fork(&self) -> Self {
        let fork = Self {
            sandbox: self.sandbox.fork(self.clock),
            clock: self.clock,
            folder: tempfile::tempdir().unwrap(),
        };
        copy(self.folder.path(), fork.folder.path());
        fork
    }

    async fn journal(&self, stack: &Stack) -> OpenJournal {
        let place = JournalFile {
            path: self.folder.path().join(format!("{}.json", stack.name)),
            durable: false,
            dated: false,
        };
        OpenJournal::open(&place, stack.name, stack.architecture.account)
            .await
            .unwrap()
    }

    /// Deploys or destroys a stack, and records what the executor asks for.
    async fn run(&self, steps: &Steps, name: &str, file: &mut OpenJournal, plan: &Plan) {
        let recorded = RecordedSandbox {
            sandbox: &self.sandbox,
            steps,
        };
        file.journal.deployment += 1;
        let executor = Executor::new(&recorded, file, self.clock, Stop::default(), |_| {});
        let outcome = executor.run(plan).await;
        let failures: Vec<_> = outcome
            .failures
            .iter()
            .map(|one| (&one.address, one.error.what()))
            .collect();
        assert!(failures.is_empty() && outcome.left == 0, "{name}: {failures:#?}");
    }

    async fn deploy(&self, steps: &Steps, name: &str, stack: &Stack, graph: &Graph) {
        let mut file = self.journal(stack).await;
        let observed = refresh(&self.sandbox, &self.clock, &file.journal).await.unwrap();
        let plan = deployment(graph, &file.journal, &observed);
        self.run(steps, name, &mut file, &plan).await;
    }

    /// Makes a backup of a stack.
    async fn back_up(&self, stack: &Stack) -> RestoreSource {
        let mut file = self.journal(stack).await;
        let schema = file.journal.resources["compute.schema"].clone();
        let executor = Executor::new(&self.sandbox, &mut file, self.clock, Stop::default(), |_| {});
        let (database, files) = executor.back_up(&schema, "campus-1").await.unwrap();
        RestoreSource {
            stack: stack.name.into(),
            name: "campus-1".into(),
            database,
            files,
            vault: format!("{}-vault", stack.name),
        }
    }

    async fn destroy(&self, steps: &Steps, name: &str, stack: &Stack) {
        let mut file = self.journal(stack).await;
        let observed = refresh(&self.sandbox, &self.clock, &file.journal).await.unwrap();
        let plan = destruction(&blueprint(stack), &file.journal, &observed);
        self.run(steps, name, &mut file, &plan).await;
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Returns the steps of the lives of all variants: the reference is deployed, changed to each variant and back, and destroyed;
/// a stack of each of the other variants is deployed and destroyed; and a stack is restored from a backup.
pub async fn steps() -> Vec<Step> {
    let steps = Steps::default();
    let reference = declared([]);
    let deployed = Env::new();
    deployed
        .deploy(&steps, "the reference", &reference, &blueprint(&reference))
        .await;
    for (name, stack) in all() {
        if stack.name == reference.name {
            let env = deployed.fork();
            env.deploy(&steps, name, &stack, &blueprint(&stack)).await;
            env.deploy(&steps, name, &reference, &blueprint(&reference)).await;
        } else {
            let env = Env::new();
            env.deploy(&steps, name, &stack, &blueprint(&stack)).await;
            env.destroy(&steps, name, &stack).await;
        }
    }
    let mut aurora = reference;
    aurora.architecture.database = Database::AuroraMysql(AURORA);
    let deployed_aurora = Env::new();
    deployed_aurora
        .deploy(&steps, "Aurora", &aurora, &blueprint(&aurora))
        .await;
    for (env, stack) in [(&deployed, &reference), (&deployed_aurora, &aurora)] {
        let source = env.back_up(stack).await;
        let restored = restored(stack);
        env.deploy(&steps, "restored", &restored, &blueprint_from(&restored, &source))
            .await;
        env.destroy(&steps, "restored", &restored).await;
        env.destroy(&steps, "backed up", stack).await;
    }
    steps.into_vec()
}
