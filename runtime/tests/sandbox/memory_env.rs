//! A sandbox and a journal in memory, and the deployer's commands on them, into which faults can be injected.

use crate::fault::{Fault, Interruption, WriteFault};
use crate::fault_injector::{FaultInjector, Intercept, NoFaults, Nth};
use crate::memory_journal::MemoryJournal;
use crate::seeded_rng::SeededRng;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop, recover, refresh};
use moodle_stack::journal::{Journal, OpenJournal};
use moodle_stack::model::Stack;
use moodle_stack::operations::Cloud;
use moodle_stack::plan::{Plan, deployment, destruction};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::verify::{self, Severity};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

/// The seed of the account's eventual consistency.
const LAG_SEED: u64 = 11;

/// For how long AWS may not list what it has created. Until a person notices that a journal is lost, it lists everything.
pub const MAX_LAG: Duration = Duration::from_mins(3);

/// The goal of a command.
#[derive(Clone, Copy, Debug)]
pub enum Goal<'s> {
    /// Everything that is declared exists.
    Deploy(&'s Stack),
    /// Nothing of the stack exists.
    Destroy(&'s Stack),
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    Done,
    /// Steps failed, or the command was refused. Holds the messages.
    Failed(Vec<String>),
    /// The deployer was killed.
    Killed,
}

/// A sandbox and a journal in memory.
#[derive(Debug)]
pub struct MemoryEnv {
    pub sandbox: Sandbox,
    pub journal: MemoryJournal,
    clock: Clock,
    /// The plan of the last command, unless the command ended before it had one.
    plan: RefCell<Option<Plan>>,
}

impl Goal<'_> {
    fn graph(&self) -> Graph {
        let (Self::Deploy(stack) | Self::Destroy(stack)) = self;
        blueprint(stack)
    }
}

impl MemoryEnv {
    /// Starts with an account that has nothing, and that is eventually consistent, as AWS is.
    pub fn new() -> Self {
        Self::with(|sandbox| sandbox.eventually_consistent(LAG_SEED))
    }

    /// Starts with an account that knows at once what was created.
    pub fn consistent() -> Self {
        Self::with(|sandbox| sandbox)
    }

    fn with(habits: impl FnOnce(Sandbox) -> Sandbox) -> Self {
        let clock = Clock::start(1.0);
        Self {
            sandbox: habits(Sandbox::empty(clock)),
            journal: MemoryJournal::default(),
            clock,
            plan: RefCell::default(),
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns the address of a random resource that exists, if any.
    pub fn random_address(&self, rng: &SeededRng) -> Option<String> {
        let addresses: Vec<String> = self.sandbox.census().into_keys().map(|(_, address)| address).collect();
        rng.sample(addresses, 1).pop()
    }

    /// Copies the sandbox and the journal.
    pub fn fork(&self) -> Self {
        let clock = Clock::start(1.0);
        Self {
            sandbox: self.sandbox.fork(clock),
            journal: self.journal.fork(),
            clock,
            plan: RefCell::default(),
        }
    }

    /// Runs a command until it ends, or until the deployer is killed.
    pub async fn run<I: Intercept>(
        &self,
        goal: Goal<'_>,
        intercept: I,
        write_fault: Option<(usize, WriteFault)>,
    ) -> (Ended, I) {
        let injector = FaultInjector::new(&self.sandbox, intercept);
        let place = self.journal.with_fault(&injector.crash, write_fault);
        let crash = injector.crash.clone();
        let ended = tokio::select! {
            ended = self.command(&injector, &place, goal) => ended,
            () = crash.wait() => Ended::Killed,
        };
        (ended, injector.into_intercept())
    }

    /// Runs a command without faults.
    pub async fn run_without_faults(&self, goal: Goal<'_>) -> Ended {
        self.run(goal, NoFaults, None).await.0
    }

    /// Runs a command and interrupts it.
    pub async fn run_interrupted(&self, goal: Goal<'_>, interruption: Interruption) -> Ended {
        match interruption {
            Interruption::Call(at, fault) => {
                let (ended, _) = self.run(goal, Nth::call(at, fault), None).await;
                // The command may make fewer calls this time.
                if fault == Fault::JournalLost && ended == Ended::Killed {
                    self.journal.lose();
                    self.clock.sleep(MAX_LAG).await;
                }
                ended
            }
            Interruption::Write(at, fault) => self.run(goal, NoFaults, Some((at, fault))).await.0,
            Interruption::None => self.run_without_faults(goal).await,
        }
    }

    async fn command<P: Cloud>(&self, world: &P, place: &MemoryJournal, goal: Goal<'_>) -> Ended {
        self.plan.take();
        let graph = goal.graph();
        let failed = |address: String, trouble: &moodle_stack::execute::StepError| {
            Ended::Failed(vec![format!("{address}: {}", trouble.what())])
        };
        let mut file = match OpenJournal::open(place, &graph.stack, &graph.account).await {
            Ok(file) => file,
            Err(error) => return Ended::Failed(vec![error.to_string()]),
        };
        if file.journal.is_empty() {
            match recover(world, &self.clock, &graph, &mut file.journal).await {
                Ok(recovered) if recovered.count == 0 => {}
                Ok(_) => file.save().await.unwrap(),
                Err((address, trouble)) => return failed(address, &trouble),
            }
        }
        let (plan, mut findings) = match goal {
            Goal::Deploy(_) => match refresh(world, &self.clock, &file.journal).await {
                Ok(observed) => {
                    let plan = deployment(&graph, &file.journal, &observed);
                    let findings = verify::deployment(&graph, &file.journal, &observed, &plan);
                    (plan, findings)
                }
                Err((address, trouble)) => return failed(address, &trouble),
            },
            Goal::Destroy(_) => {
                let plan = destruction(&graph, &file.journal);
                let findings = verify::destruction(&file.journal, &plan);
                (plan, findings)
            }
        };
        findings.extend(verify::graph(&graph));
        findings.retain(|finding| finding.severity == Severity::Error);
        assert_eq!(findings, [], "verification found errors");
        *self.plan.borrow_mut() = Some(plan.clone());
        file.journal.deployment += 1;
        file.save().await.unwrap();
        let outcome = Executor::new(world, &mut file, self.clock, Stop::default(), |_| {})
            .run(&plan)
            .await;
        if outcome.failures.is_empty() && outcome.left == 0 {
            return Ended::Done;
        }
        let failures = outcome.failures.iter();
        let mut messages: Vec<String> = failures
            .map(|failure| format!("{}: {}", failure.address, failure.error.what()))
            .collect();
        if messages.is_empty() {
            messages.push(format!("{} steps were not started", outcome.left));
        }
        Ended::Failed(messages)
    }

    /// Returns the plan of the last command, unless the command ended before it had one.
    pub fn last_plan(&self) -> Option<Plan> {
        self.plan.borrow().clone()
    }

    /// Plans a deployment.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        let graph = blueprint(stack);
        let file = OpenJournal::open(&self.journal, &graph.stack, &graph.account)
            .await
            .unwrap();
        let observed = refresh(&self.sandbox, &self.clock, &file.journal).await.unwrap();
        deployment(&graph, &file.journal, &observed)
    }

    /// Lists resources that exist and should not, and resources that should exist and do not. `kept` are kinds that
    /// outlive a stack.
    pub async fn differences(&self, goal: Goal<'_>, kept: &[&str]) -> Vec<String> {
        let graph = goal.graph();
        let declared: BTreeMap<(String, String), usize> = match goal {
            Goal::Deploy(_) => {
                let resources = graph.resources.iter();
                resources
                    .map(|(address, desired)| ((desired.kind.name.to_owned(), address.clone()), 1))
                    .collect()
            }
            Goal::Destroy(_) => BTreeMap::new(),
        };
        let census = self.sandbox.census();
        let mut differences = Vec::new();
        for (place, count) in &census {
            let should = declared.get(place).copied().unwrap_or_default();
            // A kept resource may exist a second time, such as in the region that the stack has left.
            if *count != should && !(*count > should && kept.contains(&&*place.0)) {
                differences.push(format!("{count} of {place:?} instead of {should}"));
            }
        }
        for place in declared.keys().filter(|place| !census.contains_key(*place)) {
            differences.push(format!("{place:?} does not exist"));
        }
        let journal = Journal::peek(&self.journal, &graph.stack, &graph.account)
            .await
            .unwrap();
        let journal = journal.unwrap_or_else(|| Journal::new(&graph.stack, &graph.account));
        match goal {
            Goal::Deploy(stack) => {
                differences.extend(journal.deposed.iter().map(|one| format!("{} is deposed", one.address)));
                let plan = self.plan(stack).await;
                differences.extend(
                    plan.steps
                        .iter()
                        .map(|step| format!("{} is still planned: {:?}", step.address, step.reason)),
                );
            }
            Goal::Destroy(_) if !journal.is_empty() => differences.push("the journal is not empty".into()),
            Goal::Destroy(_) => {}
        }
        differences
    }
}
