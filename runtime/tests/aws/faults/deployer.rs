//! The deployer with injected faults, whose commands are run again until they succeed, as the user would.

use super::error_response::MESSAGE;
use super::fault_injector::{Fault, FaultInjector};
use super::habits::Habits;
use crate::lifecycle::{ACCOUNT, require_emulators};
use crate::stack::{leftovers, mask};
use moodle_stack::aws::Aws;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Event, EventKind, Executor, Stop, preflight, recover, refresh, survey};
use moodle_stack::journal::{Journal, JournalFile, OpenJournal, Phase};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Plan, Reason, deployment, destruction, preflight_queries};
use moodle_stack::provider::{ApiError, ApiErrorKind};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How much faster than real time the deployer's clock runs: the emulators do at once what takes AWS minutes.
const SPEED: f64 = 10.0;

/// The largest number of runs of a command: a chain of dependencies has some dozens of calls, and each run gets past one fault
/// in each chain.
const RUNS: usize = 400;

/// How a run of a command ended.
#[derive(Debug)]
enum End {
    /// The plan was empty.
    Done,
    /// All steps of the plan succeeded.
    Applied,
    /// Steps failed.
    Failed(Vec<String>),
    Killed,
}

/// The deployer of one stack.
pub struct Deployer {
    aws: Aws,
    faults: FaultInjector,
    clock: Clock,
    speed: f64,
    name: &'static str,
    journal: PathBuf,
    _folder: tempfile::TempDir,
    runs: usize,
    /// One in so many kills also loses the journal.
    loses_every: Option<u64>,
    lost: usize,
}

impl Deployer {
    /// Starts with a stack that is not deployed.
    pub async fn new(name: &'static str, faults: FaultInjector) -> Self {
        require_emulators();
        let folder = tempfile::tempdir().expect("a folder");
        let speed = faults.habits().map_or(SPEED, Habits::speed);
        Self {
            aws: Aws::load_with("ap-southeast-1", faults.clone()).await,
            faults,
            clock: Clock::start(speed),
            speed,
            name,
            journal: folder.path().join("journal.json"),
            _folder: folder,
            runs: 0,
            loses_every: None,
            lost: 0,
        }
    }

    /// Loses the journal at one in so many kills.
    pub fn losing_the_journal(self, every: u64) -> Self {
        Self {
            loses_every: Some(every),
            ..self
        }
    }

    /// Deploys until the plan is empty, and checks the result.
    pub async fn deploy(&mut self, stack: &Stack) {
        self.until_done("deploy", async |this| Box::pin(this.deploy_once(stack)).await)
            .await;
        self.check(stack).await;
    }

    /// Destroys until nothing is left, and checks the result.
    pub async fn destroy(&mut self, stack: &Stack) {
        let graph = blueprint(stack);
        self.until_done("destroy", async |this| Box::pin(this.destroy_once(&graph)).await)
            .await;
        assert_eq!(leftovers(self.name), BTreeMap::new(), "{} has leftovers", self.name);
        let (calls, injected) = self.faults.counts();
        let Self {
            name,
            runs,
            clock,
            speed,
            ..
        } = self;
        let took = clock.elapsed().div_f64(*speed).as_secs();
        println!("{name}: {injected} of {calls} calls had a fault, in {runs} runs and {took} seconds");
        let changed = self.faults.habits().map(Habits::changed).unwrap_or_default();
        println!("{name}: changed answers by service: {changed:?}");
        assert!(injected + changed.len() > 0, "{name} had no faults");
        assert!(
            self.loses_every.is_none() || self.lost > 0,
            "{name} never lost its journal"
        );
    }

    /// Runs a command until it has nothing to do.
    async fn until_done(&mut self, what: &str, command: impl AsyncFn(&Self) -> End) {
        // Without faults that end a run, the first one does everything, and the second one finds nothing to do.
        let runs = if self.faults.fault == Fault::None { 2 } else { RUNS };
        for _ in 0..runs {
            self.runs += 1;
            let (_, before) = self.faults.counts();
            let end = tokio::select! {
                end = command(self) => end,
                () = self.faults.killed() => End::Killed,
            };
            self.faults.drained().await;
            let (_, after) = self.faults.counts();
            println!(
                "{} {what}: run {}, {} faults, {end:?}",
                self.name,
                self.runs,
                after - before
            );
            match end {
                End::Done => return,
                End::Applied => {}
                End::Killed => self.lose_journal(),
                End::Failed(errors) => {
                    assert_ne!(before, after, "{} failed without a fault: {errors:#?}", self.name);
                }
            }
        }
        panic!("{} is not done after {runs} runs", self.name);
    }

    /// Loses the journal after some of the runs.
    fn lose_journal(&mut self) {
        let draw = self.faults.draw(&self.runs.to_string());
        if self.loses_every.is_some_and(|every| draw.is_multiple_of(every)) && self.journal.exists() {
            std::fs::remove_file(&self.journal).expect("the journal can be deleted");
            self.lost += 1;
        }
    }

    async fn open(&self) -> OpenJournal {
        let file = JournalFile {
            path: self.journal.clone(),
            // The journal needs to survive the deployer, not this machine.
            durable: false,
            dated: true,
        };
        OpenJournal::open(&file, self.name, ACCOUNT).await.expect("a journal")
    }

    /// Recovers an empty journal, as every command does.
    async fn recover(&self, graph: &Graph, file: &mut OpenJournal) -> Result<(), Vec<String>> {
        if file.journal.is_empty() {
            let found = recover(&self.aws, &self.clock, graph, &mut file.journal).await;
            let found = found.map_err(|(address, trouble)| vec![format!("{address}: {}", trouble.what())])?;
            if found.count > 0 {
                file.save().await.expect("the journal is written");
            }
        }
        Ok(())
    }

    async fn deploy_once(&self, stack: &Stack) -> End {
        let mut file = self.open().await;
        match self.plan(stack, &mut file).await {
            Ok(plan) if plan.is_empty() => End::Done,
            Ok(plan) => {
                for step in plan.steps.iter().filter(|step| step.reason != Reason::Declared) {
                    println!("{}: {} {:?} {:?}", self.name, step.address, step.reason, step.changes());
                }
                file.journal.deployment += 1;
                file.save().await.expect("the journal is written");
                self.execute(&plan, &mut file).await
            }
            Err(errors) => End::Failed(errors),
        }
    }

    async fn destroy_once(&self, graph: &Graph) -> End {
        let mut file = self.open().await;
        if let Err(errors) = self.recover(graph, &mut file).await {
            return End::Failed(errors);
        }
        let seen = survey(&self.aws, &self.clock, &file.journal).await;
        let plan = destruction(graph, &file.journal, &seen);
        // The roles that all stacks share are found again, and are kept.
        if plan.steps.iter().all(|step| step.action() == Action::Retain) {
            return End::Done;
        }
        self.execute(&plan, &mut file).await
    }

    /// Runs the preflight checks, refreshes and plans, as `deploy` does.
    async fn plan(&self, stack: &Stack, file: &mut OpenJournal) -> Result<Plan, Vec<String>> {
        let graph = blueprint(stack);
        let queries = preflight_queries(&stack.architecture, &file.journal);
        let answers = preflight(&self.aws, &self.clock, &queries).await;
        // The program goes on without an answer. Here, an injected error ends the run, as those of other calls do.
        let injected = answers.unanswered().find(|(_, fault)| fault.message.contains(MESSAGE));
        if let Some((question, fault)) = injected {
            return Err(vec![format!("{}: {fault}", question.key)]);
        }
        self.recover(&graph, file).await?;
        let journal = &file.journal;
        let seen = refresh(&self.aws, &self.clock, journal).await;
        let mut seen = seen.map_err(|(address, trouble)| vec![format!("{address}: {}", trouble.what())])?;
        mask(&mut seen, journal);
        Ok(deployment(&graph, journal, &seen))
    }

    async fn execute(&self, plan: &Plan, file: &mut OpenJournal) -> End {
        let name = self.name;
        let report = |event: Event| match event.what {
            EventKind::Retrying(fault, _) => {
                println!("{name}: {:?} {} retrying: {fault}", event.at, event.address);
                self.check_classification(&fault);
            }
            EventKind::Waiting(what) => println!("{name}: {:?} {} is waiting for {what}", event.at, event.address),
            _ => {}
        };
        let executor = Executor::new(&self.aws, file, self.clock, Stop::default(), report);
        let outcome = executor.run(plan).await;
        if outcome.failures.is_empty() && outcome.left == 0 {
            return End::Applied;
        }
        let failures = outcome.failures.iter();
        End::Failed(
            failures
                .map(|one| format!("{}: {}", one.address, one.error.what()))
                .collect(),
        )
    }

    /// Checks that an injected error is classified correctly.
    fn check_classification(&self, fault: &ApiError) {
        // The tags of a new key do not allow its changes at once.
        let is_new_key = fault.kind == ApiErrorKind::NotReady && fault.call.starts_with("kms:");
        if fault.message.contains(MESSAGE) && !is_new_key {
            assert_eq!(Some(fault.kind), self.faults.fault.expected_kind(), "{fault}");
        }
    }

    /// Checks with the deployer and with another client of AWS that every declared resource exists once, as declared.
    async fn check(&self, stack: &Stack) {
        self.faults.pause(true);
        let mut file = self.open().await;
        let plan = Box::pin(self.plan(stack, &mut file))
            .await
            .expect("there are no faults");
        assert_eq!(plan.actions(), BTreeMap::new(), "{} is not as declared", self.name);
        let Journal { resources, deposed, .. } = &file.journal;
        assert!(
            resources.keys().eq(blueprint(stack).resources.keys()),
            "the journal and the declaration differ"
        );
        assert!(resources.values().all(|entry| entry.phase == Phase::Ready));
        assert!(deposed.is_empty(), "the replaced resources still exist: {deposed:?}");
        let existing: BTreeMap<String, usize> = leftovers(self.name)
            .into_iter()
            // A task that has ended is not a resource.
            .filter(|(kind, _)| kind != "task")
            .map(|(kind, names)| (kind, names.len()))
            .collect();
        let declared = declared(&blueprint(stack));
        let other = |(kind, count): &(&String, &usize)| declared.get(*kind) != Some(count);
        let wrong: Vec<_> = existing.iter().filter(other).collect();
        assert_eq!(
            existing, declared,
            "{} differs from its declaration: {wrong:?}",
            self.name
        );
        self.faults.pause(false);
    }
}

/// Counts the declared resources by the names that `.ci/leftovers.py` uses for the kinds.
fn declared(graph: &Graph) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |what: &str| *counts.entry(what.into()).or_default() += 1;
    let mut service_logs = 0;
    for desired in graph.resources.values() {
        match desired.kind.noun {
            // All stacks share the first. The others are states of other resources.
            "service-linked role" | "Moodle schema" | "certificate validation" | "cache authentication" => {}
            "cluster instance" => add("database"),
            "KMS key" => {
                add("KMS key");
                add("KMS alias");
            }
            "log delivery" => {
                // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html
                add("log delivery");
                add("log delivery source");
                add("log delivery destination");
            }
            noun => add(noun),
        }
        // The log groups that a service creates itself.
        service_logs += desired.fields["log_exports"].as_array().map_or(0, Vec::len);
        service_logs += usize::from(desired.fields["container_insights"] == true);
    }
    *counts.entry("log group".into()).or_default() += service_logs;
    counts
}
