//! A sandbox and a journal in memory, and the commands of the deployer on them, each of which may be befallen.

use crate::dice::Dice;
use crate::drawer::{Drawer, Slip};
use crate::front::{Front, Intercept};
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::execute::{Clock, Executor, Stop, recover, refresh};
use moodle_stack::journal::{Journal, OpenJournal};
use moodle_stack::model::Stack;
use moodle_stack::operations::Cloud;
use moodle_stack::plan::{Plan, deployment, destruction};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::verify::{self, Severity};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What a command is to reach.
#[derive(Clone, Copy, Debug)]
pub enum Goal<'s> {
    /// What is declared is there.
    Deploy(&'s Stack),
    /// Nothing of it is there.
    Destroy(&'s Stack),
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is done.
    Done,
    /// Something failed, or was refused: what.
    Failed(Vec<String>),
    /// The deployer was killed.
    Died,
}

/// A sandbox and a journal in memory.
#[derive(Debug)]
pub struct Scene {
    pub sandbox: Sandbox,
    pub journal: Drawer,
    clock: Clock,
    /// The plan of the last command, if it came to one.
    plan: RefCell<Option<Plan>>,
}

impl Goal<'_> {
    fn graph(&self) -> Graph {
        let (Self::Deploy(stack) | Self::Destroy(stack)) = self;
        blueprint(stack)
    }
}

impl Scene {
    pub fn new() -> Self {
        let clock = Clock::start(1.0);
        Self {
            sandbox: Sandbox::empty(clock),
            journal: Drawer::default(),
            clock,
            plan: RefCell::default(),
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Draws a place where something is; none, where nothing is.
    pub fn any_place(&self, dice: &Dice) -> Option<String> {
        let places: Vec<String> = self.sandbox.census().into_keys().map(|(_, address)| address).collect();
        dice.draw(places, 1).pop()
    }

    /// Copies it as it is.
    pub fn fork(&self) -> Self {
        let clock = Clock::start(1.0);
        Self {
            sandbox: self.sandbox.fork(clock),
            journal: self.journal.fork(),
            clock,
            plan: RefCell::default(),
        }
    }

    /// Runs a command to its end, or to the deployer's.
    pub async fn run<I: Intercept>(&self, goal: Goal<'_>, intercept: I, slip: Option<(usize, Slip)>) -> (Ended, I) {
        let front = Front::new(&self.sandbox, intercept);
        let place = self.journal.of(&front.death, slip);
        let death = front.death.clone();
        let ended = tokio::select! {
            ended = self.command(&front, &place, goal) => ended,
            () = death.wait() => Ended::Died,
        };
        (ended, front.into_intercept())
    }

    async fn command<P: Cloud>(&self, world: &P, place: &Drawer, goal: Goal<'_>) -> Ended {
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
                Ok(0) => {}
                Ok(_) => file.save().await.unwrap(),
                Err((address, trouble)) => return failed(address, &trouble),
            }
        }
        let (plan, mut findings) = match goal {
            Goal::Deploy(_) => match refresh(world, &self.clock, &file.journal).await {
                Ok(seen) => {
                    let plan = deployment(&graph, &file.journal, &seen);
                    let findings = verify::deployment(&graph, &file.journal, &seen, &plan);
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
        assert_eq!(findings, [], "the graph or the plan is wrong");
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
        let mut told: Vec<String> = failures
            .map(|failure| format!("{}: {}", failure.address, failure.trouble.what()))
            .collect();
        if told.is_empty() {
            told.push(format!("{} steps were left", outcome.left));
        }
        Ended::Failed(told)
    }

    /// Returns the plan of the last command; none, where it ended before.
    pub fn last_plan(&self) -> Option<Plan> {
        self.plan.borrow().clone()
    }

    /// Plans a deployment on what is there.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        let graph = blueprint(stack);
        let file = OpenJournal::open(&self.journal, &graph.stack, &graph.account)
            .await
            .unwrap();
        let seen = refresh(&self.sandbox, &self.clock, &file.journal).await.unwrap();
        deployment(&graph, &file.journal, &seen)
    }

    /// Says what is there that should not be, and what is not that should; `kept` are kinds that stay when a stack goes.
    pub async fn differs(&self, goal: Goal<'_>, kept: &[&str]) -> Vec<String> {
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
        let mut told = Vec::new();
        for (place, count) in &census {
            let should = declared.get(place).copied().unwrap_or_default();
            // What is kept may be there once more, as in the region that the stack has left.
            if *count != should && !(*count > should && kept.contains(&&*place.0)) {
                told.push(format!("{count} of {place:?} instead of {should}"));
            }
        }
        for place in declared.keys().filter(|place| !census.contains_key(*place)) {
            told.push(format!("{place:?} is not there"));
        }
        let journal = Journal::peek(&self.journal, &graph.stack, &graph.account)
            .await
            .unwrap();
        let journal = journal.unwrap_or_else(|| Journal::new(&graph.stack, &graph.account));
        match goal {
            Goal::Deploy(stack) => {
                told.extend(journal.deposed.iter().map(|one| format!("{} is left", one.address)));
                let plan = self.plan(stack).await;
                told.extend(
                    plan.nodes
                        .iter()
                        .map(|node| format!("{} is to be done: {:?}", node.address, node.why)),
                );
            }
            Goal::Destroy(_) if !journal.is_empty() => told.push("the journal is not empty".into()),
            Goal::Destroy(_) => {}
        }
        told
    }
}
