//! A sandbox in a file and the journals of its stacks in memory, and the commands of the deployer on them.

use crate::front::{Front, Nth};
use crate::memory::Memory;
use crate::peril::Peril;
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

/// A sandbox that each command leaves in a file, where a test reads and edits it, and journals in memory.
#[derive(Debug)]
pub struct Stage {
    folder: tempfile::TempDir,
    /// The journals, by the names of their stacks.
    journals: RefCell<BTreeMap<String, Memory>>,
}

/// What a command did.
#[derive(Debug)]
pub struct Run {
    pub plan: Plan,
    pub outcome: Outcome,
    pub took: Duration,
    pub journal: Journal,
    /// What was said of a resource while it was worked on, with its address.
    pub said: Vec<(String, String)>,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            journals: RefCell::default(),
        }
    }

    /// Copies it, as it is.
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

    /// Reads the sandbox's world; one in which nothing was ever made is empty.
    pub fn world(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(self.world_file()).unwrap_or_else(|_| "{}".into());
        serde_json::from_str(&text).unwrap()
    }

    pub fn sandbox(&self, clock: Clock) -> Sandbox {
        Sandbox::open(&self.world_file(), clock).unwrap().saved_when_dropped()
    }

    pub fn journal(&self, stack: &Stack) -> OpenJournal {
        let open = OpenJournal::open(&self.place(stack), stack.name, stack.architecture.account).now_or_never();
        open.expect("memory is read at once").unwrap()
    }

    /// Returns the place of a stack's journal.
    fn place(&self, stack: &Stack) -> Memory {
        let mut journals = self.journals.borrow_mut();
        journals.entry(stack.name.to_owned()).or_default().clone()
    }

    /// Reads what is there and plans a deployment.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        self.plan_on(&blueprint(stack), stack).await
    }

    /// Reads what is there and plans to make a graph so.
    pub async fn plan_on(&self, graph: &Graph, stack: &Stack) -> Plan {
        let clock = Clock::start(1.0);
        let file = self.journal(stack);
        let seen = refresh(&self.sandbox(clock), &clock, &file.journal).await.unwrap();
        deployment(graph, &file.journal, &seen)
    }

    /// Deploys a stack.
    pub async fn deploy(&self, stack: &Stack) -> Run {
        let plan = self.plan(stack).await;
        self.execute(stack, &plan).await
    }

    /// Destroys a stack.
    pub async fn destroy(&self, stack: &Stack) -> Run {
        let plan = destruction(&blueprint(stack), &self.journal(stack).journal);
        self.execute(stack, &plan).await
    }

    /// Carries out a plan.
    pub async fn execute(&self, stack: &Stack, plan: &Plan) -> Run {
        let clock = Clock::start(1.0);
        let sandbox = self.sandbox(clock);
        let mut file = self.journal(stack);
        file.journal.deployment += 1;
        let mut said = Vec::new();
        let hear = |event: Event| {
            if let EventKind::Said(text) = event.what {
                said.push((event.address, text));
            }
        };
        let outcome = Executor::new(&sandbox, &mut file, clock, Stop::default(), hear)
            .run(plan)
            .await;
        Run {
            plan: plan.clone(),
            outcome,
            said,
            took: clock.elapsed(),
            journal: file.journal.clone(),
        }
    }

    /// Carries out a plan until the deployer dies at its `n`th call that changes something; tells whether it came to that.
    pub async fn killed(&self, stack: &Stack, n: usize, peril: Peril, plan: &Plan) -> bool {
        let clock = Clock::start(1.0);
        let sandbox = self.sandbox(clock);
        let front = Front::new(&sandbox, Nth::change(n, peril));
        let mut file = self.journal(stack);
        {
            let executor = Executor::new(&front, &mut file, clock, Stop::default(), |_| {});
            let run = async {
                tokio::select! {
                    _ = executor.run(plan) => {}
                    () = front.death.wait() => {}
                }
            };
            run.await;
        }
        front.death.has_come()
    }

    /// Loses the journal of a stack, and rebuilds it from what there is. Returns how many resources were found.
    pub async fn lose_journal(&self, stack: &Stack) -> usize {
        self.place(stack).lose();
        let clock = Clock::start(1.0);
        let mut file = self.journal(stack);
        let found = recover(&self.sandbox(clock), &clock, &blueprint(stack), &mut file.journal)
            .await
            .unwrap();
        file.save().await.unwrap();
        found
    }

    /// Edits the sandbox's world by hand.
    pub fn by_hand(&self, edit: impl FnOnce(&mut serde_json::Value)) {
        let mut world = self.world();
        edit(&mut world);
        std::fs::write(self.world_file(), world.to_string()).unwrap();
    }

    /// Lists the things of a kind in the sandbox.
    pub fn things(&self, kind: &str) -> Vec<serde_json::Value> {
        let world = self.world();
        let things = world["things"].as_object().unwrap().values();
        things.filter(|thing| thing["kind"] == kind).cloned().collect()
    }

    /// Counts what exists in the sandbox, by kind.
    pub fn exists(&self) -> BTreeMap<String, usize> {
        let world = self.world();
        let mut kinds = BTreeMap::new();
        for thing in world["things"].as_object().unwrap().values() {
            if thing["phase"].get("going").is_none() {
                *kinds.entry(thing["kind"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
        kinds
    }
}

impl Run {
    /// Checks that everything in the plan was done.
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
            "{failures:#?}, {} left",
            self.outcome.left
        );
        self
    }
}
