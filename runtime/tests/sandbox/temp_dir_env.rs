//! A sandbox in a file, the journals of its stacks in memory, and the deployer's commands on them.

use crate::fault::Fault;
use crate::fault_injector::{FaultInjector, Nth};
use crate::memory_journal::MemoryJournal;
use futures_util::FutureExt as _;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Event, EventKind, Executor, Outcome, Stop, recover, refresh};
use moodle_stack::journal::{Journal, OpenJournal};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Plan, deployment, destruction};
use moodle_stack::sandbox::Sandbox;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// A sandbox in a file, which tests can read and edit between commands, and journals in memory.
#[derive(Debug)]
pub struct TempDirEnv {
    folder: tempfile::TempDir,
    /// The journals, by the names of their stacks.
    journals: RefCell<BTreeMap<String, MemoryJournal>>,
}

/// The result of a command.
#[derive(Debug)]
pub struct Run {
    pub plan: Plan,
    pub outcome: Outcome,
    pub took: Duration,
    pub journal: Journal,
    /// The messages about resources, each with an address.
    pub messages: Vec<(String, String)>,
}

impl TempDirEnv {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            journals: RefCell::default(),
        }
    }

    /// Copies the sandbox and the journals.
    pub fn fork(&self) -> Self {
        let fork = Self::new();
        if self.world_file().exists() {
            std::fs::copy(self.world_file(), fork.world_file()).unwrap();
        }
        let journals = self.journals.borrow();
        let copies = journals.iter().map(|(stack, place)| (stack.clone(), place.fork()));
        fork.journals.borrow_mut().extend(copies);
        fork
    }

    pub fn world_file(&self) -> PathBuf {
        self.folder.path().join("world.json")
    }

    /// Reads the sandbox's world, which is empty as long as nothing was created.
    pub fn world(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(self.world_file()).unwrap_or_else(|_| "{}".into());
        serde_json::from_str(&text).unwrap()
    }

    pub fn sandbox(&self, clock: Clock) -> Sandbox {
        Sandbox::open(&self.world_file(), clock).unwrap().saved_when_dropped()
    }

    pub fn journal(&self, stack: &Stack) -> OpenJournal {
        let open = OpenJournal::open(&self.place(stack), stack.name, stack.architecture.account).now_or_never();
        open.expect("a read of memory completes at once").unwrap()
    }

    /// Returns the place of a stack's journal.
    fn place(&self, stack: &Stack) -> MemoryJournal {
        let mut journals = self.journals.borrow_mut();
        journals.entry(stack.name.to_owned()).or_default().clone()
    }

    /// Refreshes the state and plans a deployment.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        self.plan_on(&blueprint(stack), stack).await
    }

    /// Refreshes the state and plans a deployment of a graph.
    pub async fn plan_on(&self, graph: &Graph, stack: &Stack) -> Plan {
        let clock = Clock::start(1.0);
        let file = self.journal(stack);
        let observed = refresh(&self.sandbox(clock), &clock, &file.journal).await.unwrap();
        deployment(graph, &file.journal, &observed)
    }

    pub async fn deploy(&self, stack: &Stack) -> Run {
        let plan = self.plan(stack).await;
        self.execute(stack, &plan).await
    }

    pub async fn destroy(&self, stack: &Stack) -> Run {
        let plan = destruction(&blueprint(stack), &self.journal(stack).journal);
        self.execute(stack, &plan).await
    }

    pub async fn execute(&self, stack: &Stack, plan: &Plan) -> Run {
        let clock = Clock::start(1.0);
        let sandbox = self.sandbox(clock);
        let mut file = self.journal(stack);
        file.journal.deployment += 1;
        let mut messages = Vec::new();
        let record = |event: Event| {
            if let EventKind::Said(text) = event.what {
                messages.push((event.address, text));
            }
        };
        let outcome = Executor::new(&sandbox, &mut file, clock, Stop::default(), record)
            .run(plan)
            .await;
        Run {
            plan: plan.clone(),
            outcome,
            messages,
            took: clock.elapsed(),
            journal: file.journal.clone(),
        }
    }

    /// Executes a plan with a fault at the `n`th call that changes something. Returns whether the deployer was killed.
    pub async fn execute_until_killed(&self, stack: &Stack, n: usize, fault: Fault, plan: &Plan) -> bool {
        let clock = Clock::start(1.0);
        let sandbox = self.sandbox(clock);
        let injector = FaultInjector::new(&sandbox, Nth::change(n, fault));
        let mut file = self.journal(stack);
        {
            let executor = Executor::new(&injector, &mut file, clock, Stop::default(), |_| {});
            let run = async {
                tokio::select! {
                    _ = executor.run(plan) => {}
                    () = injector.crash.wait() => {}
                }
            };
            run.await;
        }
        injector.crash.has_happened()
    }

    /// Deletes the journal of a stack and rebuilds it from the sandbox. Returns how many resources were found.
    pub async fn lose_journal(&self, stack: &Stack) -> usize {
        self.place(stack).lose();
        let clock = Clock::start(1.0);
        let mut file = self.journal(stack);
        let found = recover(&self.sandbox(clock), &clock, &blueprint(stack), &mut file.journal)
            .await
            .unwrap();
        file.save().await.unwrap();
        found.count
    }

    /// Edits the sandbox's world, as a change outside of the deployer.
    pub fn edit_world(&self, edit: impl FnOnce(&mut serde_json::Value)) {
        let mut world = self.world();
        edit(&mut world);
        std::fs::write(self.world_file(), world.to_string()).unwrap();
    }

    /// Lists the resources of a kind in the sandbox.
    pub fn resources(&self, kind: &str) -> Vec<serde_json::Value> {
        let world = self.world();
        let resources = world["things"].as_object().unwrap().values();
        resources.filter(|resource| resource["kind"] == kind).cloned().collect()
    }

    /// Counts the resources in the sandbox by kind, without those that are being deleted.
    pub fn count_by_kind(&self) -> BTreeMap<String, usize> {
        let world = self.world();
        let mut kinds = BTreeMap::new();
        for resource in world["things"].as_object().unwrap().values() {
            if resource["phase"].get("going").is_none() {
                *kinds.entry(resource["kind"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
        kinds
    }
}

impl Run {
    /// Checks that every step of the plan succeeded.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        let failures: Vec<String> = self
            .outcome
            .failures
            .iter()
            .map(|one| format!("{}: {}", one.address, one.error.what()))
            .collect();
        assert!(
            failures.is_empty() && self.outcome.left == 0,
            "{failures:#?}, {} steps not started",
            self.outcome.left
        );
        self
    }
}
