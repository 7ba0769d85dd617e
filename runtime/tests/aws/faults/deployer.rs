//! The deployer behind the layer of faults: it is run again until it ends by itself, as its user is told to.

use super::answer::MESSAGE;
use super::layer::Faults;
use crate::life::{ACCOUNT, require_emulators};
use crate::stack::{leftovers, mask};
use moodle_stack::aws::Aws;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Event, EventKind, Executor, Stop, know, recover, refresh};
use moodle_stack::journal::{Journal, JournalFile, OpenJournal, Phase};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, Plan, deployment, destruction, questions};
use moodle_stack::provider::ApiError;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How many times faster than time the deployer's clock runs: what AWS takes minutes for, the emulators have at once.
const SPEED: f64 = 10.0;

/// How often a command is run again, at most: a chain of dependencies is some dozens of calls long, and each run gets by
/// one fault further along each chain.
const RUNS: usize = 400;

/// How one run of a command has ended.
#[derive(Debug)]
enum End {
    /// There was nothing left to do.
    Done,
    /// All that was to be done was done.
    Worked,
    /// Something failed.
    Failed(Vec<String>),
    /// It was killed.
    Killed,
}

/// The deployer of one stack.
pub struct Deployer {
    aws: Aws,
    faults: Faults,
    clock: Clock,
    name: &'static str,
    journal: PathBuf,
    _folder: tempfile::TempDir,
    runs: usize,
    /// After every so many deaths, the journal is lost as well.
    loses_every: Option<u64>,
    lost: usize,
}

impl Deployer {
    /// Starts with a stack of which nothing exists.
    pub async fn new(name: &'static str, faults: Faults) -> Self {
        require_emulators();
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            aws: Aws::load_with("ap-southeast-1", faults.clone()).await,
            faults,
            clock: Clock::start(SPEED),
            name,
            journal: folder.path().join("journal.json"),
            _folder: folder,
            runs: 0,
            loses_every: None,
            lost: 0,
        }
    }

    /// Has the journal lost as well, after every so many deaths.
    pub fn losing_journals(self, every: u64) -> Self {
        Self {
            loses_every: Some(every),
            ..self
        }
    }

    /// Deploys until it is done, and has everything looked at.
    pub async fn deploy(&mut self, stack: &Stack) {
        self.until_done("deploy", async |this| Box::pin(this.deploy_once(stack)).await)
            .await;
        self.check(stack).await;
    }

    /// Destroys until it is done, and has everything looked at.
    pub async fn destroy(&mut self, stack: &Stack) {
        let graph = blueprint(stack);
        self.until_done("destroy", async |this| Box::pin(this.destroy_once(&graph)).await)
            .await;
        assert_eq!(
            leftovers(self.name),
            BTreeMap::new(),
            "something is left of {}",
            self.name
        );
        let (calls, befallen) = self.faults.counts();
        let Self { name, runs, clock, .. } = self;
        let took = clock.elapsed().div_f64(SPEED).as_secs();
        println!("{name}: {befallen} of {calls} calls had their fault, in {runs} runs and {took} seconds");
        assert!(befallen > 0, "nothing befell {name}");
        assert!(
            self.loses_every.is_none() || self.lost > 0,
            "{name} has never lost its journal"
        );
    }

    /// Runs a command until there is nothing left to do for it.
    async fn until_done(&mut self, what: &str, command: impl AsyncFn(&Self) -> End) {
        for _ in 0..RUNS {
            self.runs += 1;
            let (_, before) = self.faults.counts();
            let end = tokio::select! {
                end = command(self) => end,
                () = self.faults.death() => End::Killed,
            };
            self.faults.settled().await;
            let (_, after) = self.faults.counts();
            println!(
                "{} {what}: run {}, {} faults, {end:?}",
                self.name,
                self.runs,
                after - before
            );
            match end {
                End::Done => return,
                End::Worked => {}
                End::Killed => self.lose_journal(),
                End::Failed(troubles) => {
                    assert_ne!(before, after, "{} fails without a fault: {troubles:#?}", self.name);
                }
            }
        }
        panic!("{} is not done after {RUNS} runs", self.name);
    }

    /// Loses the journal, if it is to be lost after this run.
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
            // It is to outlive the deployer, not this machine.
            durable: false,
        };
        OpenJournal::open(&file, self.name, ACCOUNT).await.expect("a journal")
    }

    /// Fills an empty journal with what is found, as every command does.
    async fn fill(&self, graph: &Graph, file: &mut OpenJournal) -> Result<(), Vec<String>> {
        if file.journal.is_empty() {
            let found = recover(&self.aws, &self.clock, graph, &mut file.journal).await;
            let found = found.map_err(|(address, trouble)| vec![format!("{address}: {}", trouble.what())])?;
            if found > 0 {
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
                file.journal.deployment += 1;
                file.save().await.expect("the journal is written");
                self.execute(&plan, &mut file).await
            }
            Err(troubles) => End::Failed(troubles),
        }
    }

    async fn destroy_once(&self, graph: &Graph) -> End {
        let mut file = self.open().await;
        if let Err(troubles) = self.fill(graph, &mut file).await {
            return End::Failed(troubles);
        }
        let plan = destruction(graph, &file.journal);
        // What all stacks share is found again, and still is to stay.
        if plan.steps.iter().all(|step| step.action() == Action::Retain) {
            return End::Done;
        }
        self.execute(&plan, &mut file).await
    }

    /// Asks and looks as `deploy` does, and plans.
    async fn plan(&self, stack: &Stack, file: &mut OpenJournal) -> Result<Plan, Vec<String>> {
        let graph = blueprint(stack);
        let questions = questions(&stack.architecture, &file.journal);
        let answers = know(&self.aws, &self.clock, &questions).await;
        answers.map_err(|(question, fault)| vec![format!("{}: {fault}", question.key)])?;
        self.fill(&graph, file).await?;
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
                println!("{name}: {:?} {} again: {fault}", event.at, event.address);
                self.judge(&fault);
            }
            EventKind::Waiting(what) => println!("{name}: {:?} {} waits for {what}", event.at, event.address),
            _ => {}
        };
        let executor = Executor::new(&self.aws, file, self.clock, Stop::default(), report);
        let outcome = executor.run(plan).await;
        if outcome.failures.is_empty() && outcome.left == 0 {
            return End::Worked;
        }
        let failures = outcome.failures.iter();
        End::Failed(
            failures
                .map(|one| format!("{}: {}", one.address, one.error.what()))
                .collect(),
        )
    }

    /// Checks that a fault of the layer's is taken for what it is.
    fn judge(&self, fault: &ApiError) {
        if fault.message.contains(MESSAGE) {
            assert_eq!(Some(fault.kind), self.faults.fault.taken_for(), "{fault}");
        }
    }

    /// Checks that there is what is declared, all of it, once, and as it is declared: by what the deployer says, and by
    /// what another client of AWS sees.
    async fn check(&self, stack: &Stack) {
        self.faults.rest(true);
        let mut file = self.open().await;
        let plan = Box::pin(self.plan(stack, &mut file)).await.expect("nothing befalls it");
        assert_eq!(plan.actions(), BTreeMap::new(), "{} is not as declared", self.name);
        let Journal { resources, deposed, .. } = &file.journal;
        assert!(
            resources.keys().eq(blueprint(stack).resources.keys()),
            "the journal and the declaration differ"
        );
        assert!(resources.values().all(|entry| entry.phase == Phase::Ready));
        assert!(deposed.is_empty(), "what was replaced is still there: {deposed:?}");
        let there: BTreeMap<String, usize> = leftovers(self.name)
            .into_iter()
            // What has run once and ended is no resource.
            .filter(|(kind, _)| kind != "task")
            .map(|(kind, names)| (kind, names.len()))
            .collect();
        let declared = declared(&blueprint(stack));
        let other = |(kind, count): &(&String, &usize)| declared.get(*kind) != Some(count);
        let wrong: Vec<_> = there.iter().filter(other).collect();
        assert_eq!(there, declared, "{} has otherwise than declared: {wrong:?}", self.name);
        self.faults.rest(false);
    }
}

/// Counts what is declared, by the words for it that `.ci/leftovers.py` has.
fn declared(graph: &Graph) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |what: &str| *counts.entry(what.into()).or_default() += 1;
    let mut service_logs = 0;
    for desired in graph.resources.values() {
        match desired.kind.noun {
            // All stacks share the first, which stay; the others are states of something else.
            "service-linked role" | "Moodle schema" | "certificate validation" => {}
            "cluster instance" => add("database"),
            "log delivery" => {
                // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html
                add("log delivery");
                add("log delivery source");
                add("log delivery destination");
            }
            noun => add(noun),
        }
        // These come with the logs that a service writes by itself.
        service_logs += desired.fields["log_exports"].as_array().map_or(0, Vec::len);
        service_logs += usize::from(desired.fields["container_insights"] == true);
    }
    *counts.entry("log group".into()).or_default() += service_logs;
    counts
}
