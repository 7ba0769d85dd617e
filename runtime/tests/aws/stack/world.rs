//! A stack on the emulators, with its journal, and the commands of the deployer on it.

use super::{gaps, leftovers};
use crate::life::{ACCOUNT, emulators};
use moodle_stack::aws::Aws;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::execute::{Clock, Event, Executor, Stop, What, survey};
use moodle_stack::journal::{JournalFile, Step};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Plan, Why, deployment, destruction};

/// A stack on the emulators, with its journal.
pub struct World {
    aws: Aws,
    clock: Clock,
    name: &'static str,
    file: JournalFile,
    _folder: tempfile::TempDir,
}

impl World {
    /// Starts with a stack of which nothing exists.
    pub async fn new(stack: &Stack) -> Self {
        assert_eq!(stack.architecture.account, ACCOUNT);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal.json");
        Self {
            aws: emulators().await,
            clock: Clock::start(1.0),
            name: stack.name,
            file: JournalFile::open(&path, stack.name, ACCOUNT).expect("a journal"),
            _folder: folder,
        }
    }

    /// Makes a hosted zone, as a university has one, called as its stack.
    pub async fn zone(name: &str) -> &'static str {
        let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
        let answer = aws_sdk_route53::Client::new(&config)
            .create_hosted_zone()
            .name("example.edu")
            .caller_reference(name)
            .send()
            .await
            .expect("a hosted zone");
        let id = answer.hosted_zone.expect("a hosted zone").id;
        // An architecture is made of constants; a test makes one zone in its life.
        id.trim_start_matches("/hostedzone/").to_owned().leak()
    }

    /// Deploys, and checks that every resource is ready.
    pub async fn deploy(&mut self, stack: &Stack) {
        let plan = self.plan(stack).await;
        self.execute(&plan).await;
        let graph = blueprint(stack);
        let journal = &self.file.journal;
        assert!(
            journal.resources.keys().eq(graph.resources.keys()),
            "the journal and the declaration differ"
        );
        for entry in journal.resources.values() {
            assert_eq!(entry.step, Step::Ready, "{}", entry.address);
        }
    }

    /// Plans a deployment on what the emulators tell, but for their known gaps.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        self.plan_graph(&blueprint(stack)).await
    }

    async fn plan_graph(&self, graph: &Graph) -> Plan {
        let journal = &self.file.journal;
        let seen = Box::pin(survey(&self.aws, &self.clock, journal)).await;
        let mut seen = seen.unwrap_or_else(|(address, trouble)| panic!("{address} cannot be read: {}", trouble.what()));
        gaps::mask(&mut seen, journal);
        let plan = deployment(graph, journal, &seen);
        for node in plan.nodes.iter().filter(|node| node.why != Why::Declared) {
            println!("{}: {} {:?}", self.name, node.address, node.why);
        }
        plan
    }

    /// Carries out a plan to its end.
    pub async fn execute(&mut self, plan: &Plan) {
        self.file.journal.deployment += 1;
        let name = self.name;
        let report = |event: Event| match event.what {
            What::Retrying(fault, _) => println!("{name}: {:?} {} again: {fault}", event.at, event.address),
            What::Waiting(what) => println!("{name}: {:?} {} waits for {what}", event.at, event.address),
            _ => {}
        };
        let executor = Executor::new(&self.aws, &mut self.file, self.clock, Stop::default(), report);
        // Boxed, so that the future of a whole life is not as large as its parts together.
        let outcome = Box::pin(executor.run(plan)).await;
        drop(executor);
        let failures: Vec<String> = outcome
            .failures
            .iter()
            .map(|failure| format!("{}: {}", failure.address, failure.trouble.what()))
            .collect();
        assert!(
            failures.is_empty() && outcome.left == 0,
            "{name}: {failures:#?}, {} left",
            outcome.left
        );
        assert!(self.file.journal.retired.is_empty(), "what was replaced is still there");
    }

    /// Destroys everything but what the declaration says to keep.
    pub async fn destroy(&mut self, stack: &Stack) {
        let plan = destruction(&blueprint(stack), &self.file.journal);
        self.execute(&plan).await;
        assert!(self.file.journal.is_empty());
    }

    /// Returns the id of a resource.
    pub fn id(&self, address: &str) -> Option<String> {
        self.file.journal.resources[address].id.clone()
    }

    /// Has another client of AWS look whether nothing of the stack is left, but for these kinds, which must be.
    pub fn nothing_is_left(&self, but: &[&str]) {
        let left = leftovers(self.name);
        assert!(
            left.keys().eq(but),
            "of {}, {left:#?} is left, and should have been: {but:?}",
            self.name
        );
    }
}
