//! What is written down of what is found.

use super::*;
use crate::blueprint::blueprint;
use crate::blueprint::tests::variants;
use crate::journal::Journal;
use crate::journal::Step::{Configuring, Deleting, Ready};
use crate::kinds::info;
use crate::provider::{ApiErrorKind, Deletion, Target};
use moodle_stack_model::rules::live::{Known, Question};
use moodle_stack_model::{Cache, Database, Stack};
use serde_json::{Map, json};
use std::cell::RefCell;

const SUBNET: &str = "AWS::EC2::Subnet";
const DATABASE: &str = "AWS::RDS::DBInstance";
const FILES: &str = "AWS::EFS::FileSystem";
const TOPIC: &str = "AWS::SNS::Topic";
const TARGETS: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";
const VPC: &str = "AWS::EC2::VPC";

/// The graph of the reference.
fn graph() -> Graph {
    let reference = |architecture: &moodle_stack_model::Architecture| {
        matches!(architecture.database, Database::Mysql(_))
            && matches!(architecture.cache, Cache::Redis(_))
            && architecture.observability.alarms
    };
    blueprint(&Stack {
        name: "campus",
        architecture: variants::all().into_iter().find(reference).unwrap(),
        file: "src/main.rs",
        locations: &[],
        deferred_warnings: &[],
    })
}

fn journal() -> Journal {
    Journal::new("campus", "111122223333")
}

/// An entry for a declared resource.
fn entry(graph: &Graph, address: &str) -> Entry {
    let desired = &graph.resources[address];
    Entry::intend(address, desired, desired.fields.clone(), "", address.to_owned())
}

/// Something with the stack's tags on it.
fn owned(address: &str, id: &str) -> Owned {
    Owned {
        id: id.into(),
        address: address.into(),
        spec_hash: "0000000000".into(),
        deployment: "3".into(),
        name: String::new(),
        fields: Map::new(),
    }
}

/// An account in which nothing is found by name, and some things are by their tags.
#[derive(Default)]
struct Account {
    /// Kind and region of each thing, what its tags tell, and how it is; `None` of what is gone by then.
    things: Vec<(&'static str, &'static str, Owned, Option<Live>)>,
    asked: RefCell<BTreeSet<(&'static str, String)>>,
    refused: Option<&'static str>,
}

impl Account {
    fn with(things: impl IntoIterator<Item = (&'static str, Owned, Option<Live>)>) -> Self {
        let here = |(kind, owned, live)| (kind, "ap-southeast-1", owned, live);
        Self {
            things: things.into_iter().map(here).collect(),
            ..Self::default()
        }
    }

    async fn recover(&self, graph: &Graph, journal: &mut Journal) -> Result<usize, Unread> {
        recover(self, &Clock::start(1.0), graph, journal).await
    }
}

impl Provider for Account {
    async fn find(&self, _: &Target, _: &Value) -> Result<Option<String>, ApiError> {
        Ok(None)
    }

    async fn create(&self, target: &Target, _: &Value) -> Result<String, ApiError> {
        panic!("{} was made", target.address)
    }

    async fn configure(&self, target: &Target, _: &str, _: &Value, _: &[String]) -> Result<(), ApiError> {
        panic!("{} was changed", target.address)
    }

    async fn read(&self, _: &Target, id: &str, _: &Value) -> Result<Option<Live>, ApiError> {
        Ok(self.things.iter().find(|thing| thing.2.id == id).unwrap().3.clone())
    }

    async fn delete(&self, target: &Target, _: &str, _: &Value) -> Result<Deletion, ApiError> {
        panic!("{} was deleted", target.address)
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        self.asked
            .borrow_mut()
            .insert((scope.kind.name, scope.region.to_owned()));
        if self.refused == Some(scope.kind.name) {
            return Err(ApiError::new(
                ApiErrorKind::Denied,
                "sns:ListTopics",
                "AccessDenied",
                "no",
            ));
        }
        let here = self
            .things
            .iter()
            .filter(|thing| (thing.0, thing.1) == (scope.kind.name, scope.region));
        Ok(here.map(|thing| thing.2.clone()).collect())
    }

    async fn know(&self, _: &Question) -> Result<Known, ApiError> {
        panic!("nothing is asked of what the declaration names")
    }
}

#[tokio::test(start_paused = true)]
async fn deployment_number_is_the_highest_on_any_tag() {
    let graph = graph();
    let mut journal = journal();
    let of = |address, id, deployment: &str| Owned {
        deployment: deployment.into(),
        ..owned(address, id)
    };
    // What has no number on it, or none that is one, was made by none.
    let account = Account::with([
        (SUBNET, of("network.private-a", "subnet-1", "2"), Some(Live::default())),
        (SUBNET, of("network.private-b", "subnet-2", "12"), Some(Live::default())),
        (TOPIC, of("observability.topic", "topic", "9"), Some(Live::default())),
        (TOPIC, of("observability.other", "other", ""), Some(Live::default())),
    ]);
    assert_eq!(account.recover(&graph, &mut journal).await.unwrap(), 4);
    assert_eq!(journal.deployment, 12);
    assert_eq!(journal.resources["network.private-a"].deployment, "2");
}

#[tokio::test(start_paused = true)]
async fn data_found_without_its_declaration_is_retained() {
    let graph = graph();
    for (kind, address, kept) in [
        (DATABASE, "database.old", json!("Retain")),
        (FILES, "files.old", json!("Retain")),
        // The declaration of today is not that of the day when it was made.
        (DATABASE, "database.instance", json!("Retain")),
        (TOPIC, "observability.old", json!(null)),
    ] {
        let mut journal = journal();
        let account = Account::with([(kind, owned(address, "it"), Some(Live::default()))]);
        account.recover(&graph, &mut journal).await.unwrap();
        let entry = &journal.resources[address];
        assert_eq!(entry.fields["on_destroy"], kept, "{address}");
        assert_eq!(entry.is_retained(), kept == "Retain", "{address}");
    }
    // Where AWS does tell it, that holds.
    let mut journal = journal();
    let live = Live::default().field("on_destroy", "Delete");
    let account = Account::with([(FILES, owned("files.old", "fs-1"), Some(live))]);
    account.recover(&graph, &mut journal).await.unwrap();
    assert_eq!(journal.resources["files.old"].fields["on_destroy"], "Delete");
}

#[tokio::test(start_paused = true)]
async fn known_resource_is_not_recorded_twice() {
    let graph = graph();
    let found = Owned {
        name: "campus-web".into(),
        ..owned("load_balancer.web", "arn-of-another-look")
    };
    let known = |id: &str, name: &str, region: &str| {
        let mut journal = journal();
        let mut entry = entry(&graph, "load_balancer.web");
        entry.id = Some(id.into());
        (entry.name, entry.region) = (name.into(), region.into());
        journal.resources.insert(entry.address.clone(), entry);
        journal
    };
    for (id, name, region, is_it) in [
        ("arn-of-another-look", "another", "ap-southeast-1", true),
        ("arn", "campus-web", "ap-southeast-1", true),
        ("arn", "campus-web", "us-east-1", false),
        ("arn", "another", "ap-southeast-1", false),
    ] {
        let mut journal = known(id, name, region);
        let account = Account::with([(TARGETS, found.clone(), Some(Live::default()))]);
        account.recover(&graph, &mut journal).await.unwrap();
        assert_eq!(journal.deposed.is_empty(), is_it, "{id} {name} {region}");
        let deployment = &journal.resources["load_balancer.web"].deployment;
        assert_eq!(deployment, if is_it { "3" } else { "" }, "{id} {name} {region}");
    }
    // A name that no tag tells is no name; and the kind of something is more than its id.
    for (kind, name) in [(TARGETS, ""), (TOPIC, "campus-web")] {
        let mut journal = known("arn", name, "ap-southeast-1");
        let id = if kind == TOPIC { "arn" } else { "other" };
        let found = Owned {
            name: name.into(),
            ..owned("load_balancer.web", id)
        };
        let account = Account::with([(kind, found, Some(Live::default()))]);
        account.recover(&graph, &mut journal).await.unwrap();
        assert_eq!(journal.deposed.len(), 1, "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn retired_resource_is_known_too() {
    let graph = graph();
    let mut journal = journal();
    let mut old = entry(&graph, "network.private-a");
    old.id = Some("subnet-1".into());
    journal.deposed.push(old);
    let account = Account::with([(SUBNET, owned("network.private-a", "subnet-1"), Some(Live::default()))]);
    assert_eq!(account.recover(&graph, &mut journal).await.unwrap(), 1);
    assert_eq!(journal.deposed[0].deployment, "3");
}

#[tokio::test(start_paused = true)]
async fn found_resource_whose_address_is_taken_is_retired() {
    let graph = graph();
    // Its place is taken by what the declaration made.
    let mut taken = journal();
    let mut new = entry(&graph, "network.private-a");
    new.id = Some("subnet-2".into());
    taken.resources.insert(new.address.clone(), new);
    let account = Account::with([(SUBNET, owned("network.private-a", "subnet-1"), Some(Live::default()))]);
    account.recover(&graph, &mut taken).await.unwrap();
    assert_eq!(taken.deposed[0].id.as_deref(), Some("subnet-1"));
    assert_eq!(taken.resources["network.private-a"].id.as_deref(), Some("subnet-2"));
    // Something of another kind is declared there now.
    let mut other = journal();
    let account = Account::with([(TOPIC, owned("network.private-a", "topic"), Some(Live::default()))]);
    account.recover(&graph, &mut other).await.unwrap();
    assert_eq!((other.resources.len(), other.deposed.len()), (0, 1));
    // Two of one address that nobody declares: one of them has the place.
    let mut two = journal();
    let account = Account::with(["a", "b"].map(|id| (TOPIC, owned("observability.old", id), Some(Live::default()))));
    account.recover(&graph, &mut two).await.unwrap();
    assert_eq!((two.resources.len(), two.deposed.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn found_resource_of_another_generation_is_replaced() {
    let graph = graph();
    let address = "network.private-a";
    let spec_hash = &graph.resources[address].spec_hash;
    for (found, is_replaced) in [("0000000000", true), (spec_hash.as_str(), false)] {
        let mut journal = journal();
        let subnet = Owned {
            spec_hash: found.into(),
            ..owned(address, "subnet-1")
        };
        let live = Live::default()
            .field("cidr", "10.0.96.0/20")
            .output("id", "subnet-1".to_owned());
        let account = Account::with([(SUBNET, subnet, Some(live))]);
        account.recover(&graph, &mut journal).await.unwrap();
        let entry = &journal.resources[address];
        // What AWS tells holds; of the rest that cannot change in place, nothing is the same.
        assert_eq!(entry.fields["cidr"], "10.0.96.0/20");
        assert_eq!(entry.fields["zone"].is_null(), is_replaced, "{found}");
        assert_eq!(entry.outputs["id"], "subnet-1");
        assert_eq!((&*entry.key, entry.step), ("network.zones", Step::Configuring));
    }
}

#[tokio::test(start_paused = true)]
async fn resource_that_is_gone_when_read_is_left_out() {
    let mut journal = journal();
    let account = Account::with([(SUBNET, owned("network.private-a", "subnet-1"), None)]);
    assert_eq!(account.recover(&graph(), &mut journal).await.unwrap(), 0);
    assert!(journal.is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_kind_is_listed_in_the_home_and_the_edge_region() {
    let account = Account::default();
    let mut graph = graph();
    // Also where nothing is declared there any more.
    graph.resources.clear();
    account.recover(&graph, &mut journal()).await.unwrap();
    let asked = account.asked.take();
    for kind in KINDS {
        for region in ["ap-southeast-1", "us-east-1"] {
            assert!(
                asked.contains(&(kind.name, region.to_owned())),
                "{} {region}",
                kind.name
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failed_list_is_an_error_that_names_the_kind() {
    let account = Account {
        refused: Some(TOPIC),
        ..Account::default()
    };
    let (what, trouble) = account.recover(&graph(), &mut journal()).await.unwrap_err();
    assert_eq!(what, format!("every {}", info(TOPIC).unwrap().noun));
    assert!(matches!(trouble, StepError::Api(error) if error.kind == ApiErrorKind::Denied));
}

#[test]
fn found_resource_is_configured_again_unless_it_is_being_deleted() {
    let graph = graph();
    let states = [
        State::Ready,
        State::Pending("creating".into()),
        State::Failed("because".into()),
        State::Deleting("deleting".into()),
    ];
    for (address, expected) in [
        ("network.private-a", [Configuring, Configuring, Configuring, Deleting]),
        // What has failed and may hold data, or serve the site, is not made anew.
        ("database.instance", [Configuring, Configuring, Ready, Deleting]),
        ("files.file-system", [Configuring, Configuring, Ready, Deleting]),
        ("compute.service", [Configuring, Configuring, Ready, Deleting]),
        ("edge.distribution", [Configuring, Configuring, Ready, Deleting]),
        // The tables say themselves what they are.
        (SCHEMA, [Ready, Ready, Ready, Deleting]),
    ] {
        let steps = states
            .clone()
            .map(|state| step(&entry(&graph, address), &Live::new(state)));
        assert_eq!(steps, expected, "{address}");
    }
    assert!(may_be_in_use(info("AWS::RDS::DBInstance::Cluster").unwrap()));
    assert!(!may_be_in_use(info(SUBNET).unwrap()));
}

#[test]
fn schema_keeps_the_version_that_it_reports() {
    let graph = graph();
    let mut journal = journal();
    for address in [SCHEMA, "network.private-a"] {
        let live = Live::default().field("version", "4.5").output("id", "it".to_owned());
        take_up(&mut journal, entry(&graph, address), live);
        assert_eq!(journal.output(address, "id").as_deref(), Some("it"));
    }
    assert_eq!(journal.resources[SCHEMA].fields["version"], "4.5");
    assert_eq!(
        journal.resources[SCHEMA].fields["image"],
        graph.resources[SCHEMA].fields["image"]
    );
    assert_eq!(journal.resources["network.private-a"].fields.get("version"), None);
}

#[test]
fn disabled_cron_means_that_an_upgrade_is_under_way() {
    let graph = graph();
    for (address, enabled, held) in [
        (CRON, json!(false), true),
        (CRON, json!(true), false),
        (CRON, json!(null), false),
        ("compute.service", json!(false), false),
        (SCHEMA, json!(false), false),
    ] {
        let mut journal = journal();
        take_up(
            &mut journal,
            entry(&graph, address),
            Live::default().field("enabled", &enabled),
        );
        assert_eq!(
            journal.upgrade.is_some_and(|upgrade| upgrade.maintenance),
            held,
            "{address} {enabled}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn found_resources_depend_on_all_that_their_kind_depends_on() {
    let graph = graph();
    let mut journal = journal();
    let account = Account::with([
        (VPC, owned("network.vpc", "vpc-1"), Some(Live::default())),
        (SUBNET, owned("network.old", "subnet-1"), Some(Live::default())),
        (SUBNET, owned("network.old", "subnet-2"), Some(Live::default())),
        (
            "AWS::RDS::DBSubnetGroup",
            owned("database.old", "group"),
            Some(Live::default()),
        ),
        (DATABASE, owned("database.older", "db"), Some(Live::default())),
        (
            "AWS::RDS::DBSubnetGroup",
            owned("database.old", "group-2"),
            Some(Live::default()),
        ),
        // Something of another kind is declared at its address.
        (
            SUBNET,
            owned("observability.dashboard", "subnet-3"),
            Some(Live::default()),
        ),
    ]);
    // What the journal knew before has its own references.
    let mut known = entry(&graph, "observability.topic");
    known.id = Some("topic".into());
    known.depends = ["elsewhere".to_owned()].into();
    journal.resources.insert(known.address.clone(), known.clone());
    account.recover(&graph, &mut journal).await.unwrap();
    let depends = |address: &str| {
        journal.resources[address]
            .depends
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
    };
    assert_eq!(depends("network.vpc"), [""; 0]);
    assert_eq!(depends("network.old"), ["network.vpc"]);
    assert_eq!(depends("database.old"), ["network.old", "network.vpc"]);
    // Dependencies are transitive.
    assert_eq!(
        depends("database.older"),
        ["database.old", "network.old", "network.vpc"]
    );
    assert_eq!(journal.resources["observability.topic"].depends, known.depends);
    // A deposed one depends on deposed ones too.
    let deposed: BTreeMap<&str, &Entry> = journal
        .deposed
        .iter()
        .map(|one| (one.id.as_deref().unwrap(), one))
        .collect();
    assert_eq!(deposed.len(), 3);
    assert_eq!(deposed["subnet-2"].depends, ["network.vpc".to_owned()].into());
    let below = ["network.old", "network.vpc", "observability.dashboard"];
    let below: BTreeSet<String> = below.map(str::to_owned).into();
    assert_eq!(deposed["group-2"].depends, below);
}

#[test]
fn two_kinds_that_depend_on_each_other_have_no_order() {
    let mut graph = graph();
    let of_topic = graph.resources["observability.topic"].depends.clone();
    assert!(of_topic.is_empty());
    let ground = Ground::of(&graph);
    assert!(ground.is_below("AWS::EC2::VPC", SUBNET) && !ground.is_below(SUBNET, "AWS::EC2::VPC"));
    assert!(!ground.is_below(TOPIC, SUBNET));
    let vpc = graph.resources.get_mut("network.vpc").unwrap();
    vpc.depends.insert("network.private-a".into());
    let ground = Ground::of(&graph);
    assert!(!ground.is_below("AWS::EC2::VPC", SUBNET) && !ground.is_below(SUBNET, "AWS::EC2::VPC"));
}
