//! A stack on the emulators, its journal, and the deployer's commands on it.

use super::{gaps, leftovers};
use crate::fixtures::{EDGE, HERE, config};
use crate::lifecycle::{ACCOUNT, emulators};
use crate::listing::{UNLISTED, has_unstable_id};
use crate::recorded_calls::RecordingClient;
use crate::reported_fields::check_all_reported_fields;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use moodle_stack::aws::{Aws, Bucket, JournalObject, LEASE};
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Event, EventKind, Executor, Stop, recover, refresh, survey};
use moodle_stack::journal::{Entry, JournalFile, Location, OpenJournal, Phase};
use moodle_stack::kinds::KINDS;
use moodle_stack::model::{S3, Stack};
use moodle_stack::plan::{Plan, Reason, deployment, destruction};
use moodle_stack::provider::{Provider as _, Reference, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// A stack on the emulators, and its journal.
pub struct EmulatorEnv {
    aws: RecordingClient,
    clock: Clock,
    name: &'static str,
    file: OpenJournal,
    /// The location of the journal.
    _place: Box<dyn Location>,
    _folder: tempfile::TempDir,
}

impl EmulatorEnv {
    /// Starts with a stack that is not deployed.
    pub async fn new(stack: &Stack) -> Self {
        assert_eq!(stack.architecture.account, ACCOUNT);
        let folder = tempfile::tempdir().expect("a folder");
        let aws = emulators().await;
        let place: Box<dyn Location> = match &stack.architecture.journal {
            None => Box::new(JournalFile {
                path: folder.path().join("journal.json"),
                durable: true,
                dated: true,
            }),
            Some(journal) => Box::new(Self::in_bucket(&aws, stack.name, journal).await),
        };
        Self {
            aws,
            clock: Clock::start(1.0),
            name: stack.name,
            file: OpenJournal::open(place.as_ref(), stack.name, ACCOUNT)
                .await
                .expect("a journal"),
            _place: place,
            _folder: folder,
        }
    }

    /// Creates the bucket that the declaration names for the journal, as its owner does.
    async fn in_bucket(aws: &Aws, stack: &str, journal: &S3) -> JournalObject {
        let config = aws_sdk_s3::config::Builder::from(&config(HERE).await).force_path_style(true);
        let place = CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::from(HERE))
            .build();
        let call = aws_sdk_s3::Client::from_conf(config.build()).create_bucket();
        let call = call.bucket(journal.bucket).create_bucket_configuration(place);
        call.send().await.expect("a bucket");
        let at = Bucket {
            account: ACCOUNT,
            region: HERE,
            name: journal.bucket,
            prefix: journal.prefix,
        };
        JournalObject::new(aws, &at, stack, "deploy", LEASE)
    }

    /// Creates a hosted zone, as a university has one, with the name of its stack as the caller reference.
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
        // An architecture consists of constants. A test creates only one zone.
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
            assert_eq!(entry.phase, Phase::Ready, "{}", entry.address);
        }
    }

    /// Plans a deployment from the emulators' state, except for their known gaps.
    pub async fn plan(&self, stack: &Stack) -> Plan {
        self.aws.allow(stack);
        self.plan_graph(&blueprint(stack)).await
    }

    async fn plan_graph(&self, graph: &Graph) -> Plan {
        let journal = &self.file.journal;
        let seen = Box::pin(refresh(&*self.aws, &self.clock, journal)).await;
        let mut seen = seen.unwrap_or_else(|(address, trouble)| panic!("{address} cannot be read: {}", trouble.what()));
        let read = seen.resources.iter().filter_map(|(address, live)| {
            let kind = journal.resources[address].kind().expect("a known kind");
            Some((kind, address.as_str(), live.as_ref()?))
        });
        check_all_reported_fields(&read.collect::<Vec<_>>());
        gaps::check(&seen, journal);
        gaps::mask(&mut seen, journal);
        let plan = deployment(graph, journal, &seen);
        for step in plan.steps.iter().filter(|step| step.reason != Reason::Declared) {
            println!("{}: {} {:?}", self.name, step.address, step.reason);
        }
        plan
    }

    /// Executes a plan.
    pub async fn execute(&mut self, plan: &Plan) {
        self.file.journal.deployment += 1;
        let name = self.name;
        let report = |event: Event| match event.what {
            EventKind::Retrying(error, _) => println!("{name}: {:?} {} retrying: {error}", event.at, event.address),
            EventKind::Waiting(what) => println!("{name}: {:?} {} is waiting for {what}", event.at, event.address),
            _ => {}
        };
        let executor = Executor::new(&*self.aws, &mut self.file, self.clock, Stop::default(), report);
        // Boxed, so that the future of a whole lifecycle is not as large as all its parts.
        let outcome = Box::pin(executor.run(plan)).await;
        drop(executor);
        let failures: Vec<String> = outcome
            .failures
            .iter()
            .map(|failure| format!("{}: {}", failure.address, failure.error.what()))
            .collect();
        assert!(
            failures.is_empty() && outcome.left == 0,
            "{name}: {failures:#?}, {} steps not started",
            outcome.left
        );
        assert!(
            self.file.journal.deposed.is_empty(),
            "the replaced resources still exist"
        );
        self.aws.check_allowed();
    }

    /// Destroys everything that is not retained.
    pub async fn destroy(&mut self, stack: &Stack) {
        let seen = survey(&*self.aws, &self.clock, &self.file.journal).await;
        let plan = destruction(&blueprint(stack), &self.file.journal, &seen);
        self.execute(&plan).await;
        assert!(self.file.journal.is_empty());
    }

    /// Loses the journal, and rebuilds it from the emulators' state.
    pub async fn lose_journal(&mut self, stack: &Stack) {
        let before = self.ids();
        self.file.journal.resources.clear();
        let journal = &mut self.file.journal;
        let found = Box::pin(recover(&*self.aws, &self.clock, &blueprint(stack), journal)).await;
        found.unwrap_or_else(|(address, trouble)| panic!("{address} cannot be found: {}", trouble.what()));
        assert_eq!(self.ids(), before, "the rebuilt journal differs");
    }

    fn ids(&self) -> BTreeMap<String, Option<String>> {
        let all = self.file.journal.resources.iter();
        all.map(|(address, entry)| (address.clone(), id(entry))).collect()
    }

    /// Checks that the lists of all kinds in both regions have exactly the resources of the stack.
    pub async fn check_lists(&self) {
        let journal = &self.file.journal;
        let outputs = |entry: &Entry| {
            let kind = entry.kind.clone();
            let values = entry.outputs.values().cloned().collect::<Vec<_>>();
            values.into_iter().map(move |value| Reference {
                kind: kind.clone(),
                value,
            })
        };
        let known: Vec<Reference> = journal.resources.values().flat_map(outputs).collect();
        for kind in KINDS
            .iter()
            .filter(|kind| !UNLISTED.iter().any(|one| one.name == kind.name))
        {
            for region in [HERE, EDGE] {
                let scope = Scope {
                    stack: self.name,
                    account: ACCOUNT,
                    home: HERE,
                    region,
                    kind,
                    known: &known,
                };
                let listed = self
                    .aws
                    .list(&scope)
                    .await
                    .unwrap_or_else(|error| panic!("{}: {error}", kind.name));
                let listed: BTreeSet<Option<String>> =
                    listed.into_iter().map(|one| id_of(kind.name, Some(one.id))).collect();
                let owned = journal.resources.values();
                let owned = owned.filter(|entry| entry.kind == kind.name && entry.region == region);
                assert_eq!(listed, owned.map(id).collect(), "{} in {region}", kind.name);
            }
        }
    }

    /// Returns the id of a resource.
    pub fn id(&self, address: &str) -> Option<String> {
        self.file.journal.resources[address].id.clone()
    }

    /// Checks with another client of AWS that only resources of the given kinds are left.
    pub fn check_leftovers(&self, expected: &[&str]) {
        let left = leftovers(self.name);
        assert!(
            left.keys().eq(expected),
            "{} has left {left:#?}, expected {expected:?}",
            self.name
        );
    }
}

/// Returns an id, unless ids of its kind are unstable.
fn id_of(kind: &str, id: Option<String>) -> Option<String> {
    id.filter(|_| !has_unstable_id(kind))
}

fn id(entry: &Entry) -> Option<String> {
    id_of(&entry.kind, entry.id.clone())
}
