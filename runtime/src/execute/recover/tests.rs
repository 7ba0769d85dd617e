//! Tests of what a recovery records.

use super::*;
use crate::blueprint::blueprint;
use crate::blueprint::tests::variants;
use crate::journal::Journal;
use crate::journal::Phase::{Configuring, Deleting, Ready};
use crate::kinds::info;
use crate::provider::{ApiErrorKind, Deletion, Target};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
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

/// A resource with the stack's tags.
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

/// An account in which nothing is found by name, and some resources by their tags.
#[derive(Default)]
struct Account {
    /// The kind and the region of each resource, its tags, and its state; `None` if it is gone when it is read.
    resources: Vec<(&'static str, &'static str, Owned, Option<Live>)>,
    asked: RefCell<BTreeSet<(&'static str, String)>>,
    /// Which lists are denied, by kind and region.
    refuses: Option<fn(&str, &str) -> bool>,
    /// The kind of their error, if it is not that they are denied.
    fails: Option<ApiErrorKind>,
}

impl Account {
    fn with(resources: impl IntoIterator<Item = (&'static str, Owned, Option<Live>)>) -> Self {
        let here = |(kind, owned, live)| (kind, "ap-southeast-1", owned, live);
        Self {
            resources: resources.into_iter().map(here).collect(),
            ..Self::default()
        }
    }

    async fn recover(&self, graph: &Graph, journal: &mut Journal) -> Result<usize, Unread> {
        let recovered = self.recovered(graph, journal).await?;
        assert!(recovered.unlisted.is_empty(), "{:?}", recovered.unlisted);
        Ok(recovered.count)
    }

    async fn recovered(&self, graph: &Graph, journal: &mut Journal) -> Result<Recovered, Unread> {
        recover(self, &Clock::start(1.0), graph, journal).await
    }
}

impl Provider for Account {
    async fn find(&self, _: &Target, _: &Value) -> Result<Option<String>, ApiError> {
        Ok(None)
    }

    async fn create(&self, target: &Target, _: &Value) -> Result<String, ApiError> {
        panic!("{} was created", target.address)
    }

    async fn configure(&self, target: &Target, _: &str, _: &Value, _: &[String]) -> Result<(), ApiError> {
        panic!("{} was changed", target.address)
    }

    async fn read(&self, _: &Target, id: &str, _: &Value) -> Result<Option<Live>, ApiError> {
        Ok(self.resources.iter().find(|one| one.2.id == id).unwrap().3.clone())
    }

    async fn tag(&self, _: &Target, _: &str, _: &Value) -> Result<(), ApiError> {
        unreachable!("nothing is tagged")
    }

    async fn delete(&self, target: &Target, _: &str, _: &Value) -> Result<Deletion, ApiError> {
        panic!("{} was deleted", target.address)
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        self.asked
            .borrow_mut()
            .insert((scope.kind.name, scope.region.to_owned()));
        if self
            .refuses
            .is_some_and(|refuses| refuses(scope.kind.name, scope.region))
        {
            let kind = self.fails.unwrap_or(ApiErrorKind::Denied);
            return Err(ApiError::new(kind, "sns:ListTopics", "AccessDenied", "no"));
        }
        let here = self
            .resources
            .iter()
            .filter(|one| (one.0, one.1) == (scope.kind.name, scope.region));
        Ok(here.map(|one| one.2.clone()).collect())
    }

    async fn preflight(&self, _: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        panic!("nothing is asked")
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
    // A tag that is missing or not a number does not count.
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
        // It may have been created from another declaration.
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
    // If AWS reports it, that counts.
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
    // A resource without a name is not identified by it, and one of another kind is not identified by its id.
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
async fn deposed_resource_is_known_too() {
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
async fn found_resource_whose_address_is_taken_is_deposed() {
    let graph = graph();
    // The declared resource is at its address.
    let mut taken = journal();
    let mut new = entry(&graph, "network.private-a");
    new.id = Some("subnet-2".into());
    taken.resources.insert(new.address.clone(), new);
    let account = Account::with([(SUBNET, owned("network.private-a", "subnet-1"), Some(Live::default()))]);
    account.recover(&graph, &mut taken).await.unwrap();
    assert_eq!(taken.deposed[0].id.as_deref(), Some("subnet-1"));
    assert_eq!(taken.resources["network.private-a"].id.as_deref(), Some("subnet-2"));
    // A resource of another kind is declared at its address.
    let mut other = journal();
    let account = Account::with([(TOPIC, owned("network.private-a", "topic"), Some(Live::default()))]);
    account.recover(&graph, &mut other).await.unwrap();
    assert_eq!((other.resources.len(), other.deposed.len()), (0, 1));
    // Two of one address that is not declared: one of them is current.
    let mut two = journal();
    let account = Account::with(["a", "b"].map(|id| (TOPIC, owned("observability.old", id), Some(Live::default()))));
    account.recover(&graph, &mut two).await.unwrap();
    assert_eq!((two.resources.len(), two.deposed.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn found_resource_with_another_spec_hash_is_replaced() {
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
        // Fields that AWS reports are compared; all other fixed fields count as different.
        assert_eq!(entry.fields["cidr"], "10.0.96.0/20");
        assert_eq!(entry.fields["zone"].is_null(), is_replaced, "{found}");
        assert_eq!(entry.outputs["id"], "subnet-1");
        assert_eq!((&*entry.key, entry.phase), ("network.zones", Phase::Configuring));
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
    // Even if nothing is declared there now.
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
async fn account_of_another_partition_is_not_listed_in_the_edge_region() {
    let account = Account::default();
    let mut graph = graph();
    graph.resources.clear();
    graph.region = "us-gov-west-1".into();
    account.recover(&graph, &mut journal()).await.unwrap();
    assert!(account.asked.take().iter().all(|(_, region)| region == "us-gov-west-1"));
}

#[tokio::test(start_paused = true)]
async fn denied_list_of_declared_resources_is_an_error_that_names_the_kind() {
    let account = Account {
        refuses: Some(|kind, _| kind == TOPIC),
        ..Account::default()
    };
    let (what, error) = account.recovered(&graph(), &mut journal()).await.unwrap_err();
    assert_eq!(what, format!("every {} in ap-southeast-1", info(TOPIC).unwrap().noun));
    assert!(matches!(error, StepError::Api(error) if error.kind == ApiErrorKind::Denied));
}

#[tokio::test(start_paused = true)]
async fn denied_list_of_what_is_not_declared_is_noted() {
    let mut graph = graph();
    graph.resources.retain(|_, desired| desired.region == "ap-southeast-1");
    let trail = "AWS::CloudTrail::Trail";
    graph.resources.retain(|_, desired| desired.kind.name != trail);
    // As a service control policy does that denies another region, and one service everywhere.
    let account = Account {
        resources: vec![(
            SUBNET,
            "ap-southeast-1",
            owned("network.old", "subnet-1"),
            Some(Live::default()),
        )],
        refuses: Some(|kind, region| region == "us-east-1" || kind == "AWS::CloudTrail::Trail"),
        ..Account::default()
    };
    let mut journal = journal();
    let recovered = account.recovered(&graph, &mut journal).await.unwrap();
    assert_eq!((recovered.count, journal.resources.len()), (1, 1), "the rest is found");
    let mut unlisted: Vec<(&str, usize)> = recovered
        .unlisted
        .iter()
        .map(|one| (&*one.region, one.nouns.len()))
        .collect();
    unlisted.sort_unstable();
    assert_eq!(unlisted, [("ap-southeast-1", 1), ("us-east-1", KINDS.len())]);
}

#[tokio::test(start_paused = true)]
async fn list_that_fails_for_another_reason_is_an_error() {
    let account = Account {
        refuses: Some(|_, region| region == "us-east-1"),
        fails: Some(ApiErrorKind::Internal),
        ..Account::default()
    };
    let mut graph = graph();
    graph.resources.clear();
    assert!(account.recovered(&graph, &mut journal()).await.is_err());
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
        // A resource that has failed and may hold data or serve the site is not replaced.
        ("database.instance", [Configuring, Configuring, Ready, Deleting]),
        ("files.file-system", [Configuring, Configuring, Ready, Deleting]),
        ("compute.service", [Configuring, Configuring, Ready, Deleting]),
        ("edge.distribution", [Configuring, Configuring, Ready, Deleting]),
        // The tables report what they are.
        (SCHEMA, [Ready, Ready, Ready, Deleting]),
    ] {
        let phases = states
            .clone()
            .map(|state| phase(&entry(&graph, address), &Live::new(state)));
        assert_eq!(phases, expected, "{address}");
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
        record_declared(&mut journal, entry(&graph, address), live);
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
        record_declared(
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
        // A resource of another kind is declared at its address.
        (
            SUBNET,
            owned("observability.dashboard", "subnet-3"),
            Some(Live::default()),
        ),
    ]);
    // An entry that the journal had before keeps its references.
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
    // A deposed resource can depend on deposed resources too.
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
    assert!(of_topic.iter().eq(["observability.key"]));
    let kinds = KindDependencies::of(&graph);
    assert!(kinds.has(SUBNET, VPC) && !kinds.has(VPC, SUBNET));
    assert!(!kinds.has(SUBNET, TOPIC));
    let vpc = graph.resources.get_mut("network.vpc").unwrap();
    vpc.depends.insert("network.private-a".into());
    let kinds = KindDependencies::of(&graph);
    assert!(!kinds.has(SUBNET, VPC) && !kinds.has(VPC, SUBNET));
}
