//! The verification of graphs and plans finds each kind of error.

use crate::planner::{Left, world};
use crate::stacks::Campus;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::journal::{Journal, Phase};
use moodle_stack::plan::{Action, ObservedState, Plan, Reason, Step, deployment, destruction};
use moodle_stack::provider::State;
use moodle_stack::verify::{self, Rule, Severity};
use serde_json::json;
use std::collections::BTreeSet;

/// Returns the errors of the reference's graph after a change to it.
fn graph_errors(change: impl FnOnce(&mut Graph)) -> Vec<(Rule, String)> {
    let mut graph = blueprint(&Campus::stack());
    change(&mut graph);
    let findings = verify::graph(&graph).into_iter();
    findings.map(|one| (one.rule, one.address)).collect()
}

#[test]
fn graph_of_the_reference_has_no_error() {
    assert_eq!(graph_errors(|_| {}), []);
}

#[test]
fn each_error_of_a_graph_is_found() {
    let at = |rule, address: &str| vec![(rule, address.to_owned())];
    let vpc = "network.vpc";
    assert_eq!(
        graph_errors(|graph| assert!(
            graph
                .resources
                .get_mut(vpc)
                .unwrap()
                .depends
                .insert("edge.web-acl".into())
        )),
        at(Rule::References, vpc)
    );
    assert_eq!(
        graph_errors(|graph| graph.resources.get_mut(vpc).unwrap().region = "eu-west-1".into()),
        at(Rule::Regions, vpc)
    );
    let cluster = "compute.cluster";
    assert_eq!(
        graph_errors(|graph| graph.resources.get_mut(cluster).unwrap().fields["strange"] = 1.into()),
        at(Rule::Fields, cluster)
    );
    assert_eq!(
        graph_errors(|graph| {
            let fields = &mut graph.resources.get_mut(vpc).unwrap().fields;
            fields.as_object_mut().unwrap().remove("cidr");
        }),
        // Once as a field of the kind, and once as one that cannot change.
        [at(Rule::Fields, vpc), at(Rule::Fields, vpc)].concat()
    );
    let group = "security.alb";
    assert_eq!(
        graph_errors(|graph| graph.resources.get_mut(group).unwrap().name = "campus-alb".into()),
        at(Rule::SpecHashes, group)
    );
    assert_eq!(
        graph_errors(|graph| {
            let long = "x".repeat(300);
            let group = graph.resources.get_mut(group).unwrap();
            group.name = long + &group.spec_hash;
        }),
        at(Rule::Names, group)
    );
    let twice = graph_errors(|graph| {
        let name = graph.resources["observability.alarm-slow"].name.clone();
        graph.resources.get_mut("observability.alarm-unhealthy").unwrap().name = name;
    });
    assert_eq!(twice, at(Rule::Names, "observability.alarm-unhealthy"));
    let cycle = graph_errors(|graph| {
        let value = json!({ "$ref": ["network.internet-gateway:id"] });
        let vpc = graph.resources.get_mut(vpc).unwrap();
        vpc.fields["cidr"] = value;
        vpc.depends.insert("network.internet-gateway".into());
    });
    assert!(cycle.contains(&(Rule::Circles, vpc.into())), "{cycle:?}");
    let missing = graph_errors(|graph| {
        let target = graph.resources.get_mut("network.internet-gateway").unwrap();
        target.fields["vpc"] = json!({ "$ref": ["network.vpc:arn"] });
    });
    assert_eq!(missing, at(Rule::References, "network.internet-gateway"));
}

/// A deployed stack, and a declaration with another network.
struct Fixture {
    graph: Graph,
    journal: Journal,
    observed: ObservedState,
}

fn fixture() -> Fixture {
    let (journal, observed) = world(&blueprint(&Campus::stack()), &vec![Left::Phase(Phase::Ready); 200]);
    let mut changed = Campus::stack();
    changed.architecture.network.cidr = "10.9.0.0/16";
    Fixture {
        graph: blueprint(&changed),
        journal,
        observed,
    }
}

impl Fixture {
    fn plan(&self) -> Plan {
        deployment(&self.graph, &self.journal, &self.observed)
    }

    fn errors(&self, plan: &Plan) -> BTreeSet<(Rule, String)> {
        let findings = verify::deployment(&self.graph, &self.journal, &self.observed, plan).into_iter();
        let errors = findings.filter(|one| one.severity == Severity::Error);
        errors.map(|one| (one.rule, one.address)).collect()
    }
}

/// Returns the errors of the replacement's plan after a change to it.
fn plan_errors(change: impl FnOnce(&mut Plan)) -> BTreeSet<(Rule, String)> {
    let fixture = fixture();
    let mut plan = fixture.plan();
    change(&mut plan);
    fixture.errors(&plan)
}

/// Returns the index of the step with the given action on an address.
fn find(plan: &Plan, address: &str, action: Action) -> usize {
    let is_it = |step: &Step| step.address == address && step.action() == action;
    plan.steps.iter().position(is_it).unwrap()
}

const CREATES: Action = Action::Create;
const DELETES: Action = Action::Delete;

/// The deletion of another resource than a step deletes, with the same edges.
fn with_other_token(step: &Step, reason: Reason) -> Step {
    let mut entry = step.prior().unwrap().clone();
    entry.token = "of another".into();
    let mut other = Step::delete(step.kind, entry, reason);
    other.after.clone_from(&step.after);
    other
}

fn has(rule: Rule, address: &str) -> BTreeSet<(Rule, String)> {
    BTreeSet::from([(rule, address.to_owned())])
}

#[test]
fn plan_of_a_network_replacement_has_no_error_and_names_the_data_that_is_lost() {
    let fixture = fixture();
    let findings = verify::deployment(&fixture.graph, &fixture.journal, &fixture.observed, &fixture.plan());
    let findings: Vec<(Severity, Rule, &str)> = findings
        .iter()
        .map(|one| (one.severity, one.rule, &*one.address))
        .collect();
    assert_eq!(findings, [(Severity::Notice, Rule::Data, "database.instance")]);
}

#[test]
fn each_error_of_a_plan_is_found() {
    let vpc = "network.vpc";
    let cycle = plan_errors(|plan| {
        let (create, delete) = (find(plan, vpc, CREATES), find(plan, vpc, DELETES));
        plan.steps[create].after.insert(delete);
    });
    assert_eq!(cycle, has(Rule::Circles, ""));
    let unordered = plan_errors(|plan| {
        let gateway = find(plan, "network.internet-gateway", CREATES);
        plan.steps[gateway].after.clear();
    });
    assert_eq!(unordered, has(Rule::Order, "network.internet-gateway"));
    let too_early = plan_errors(|plan| {
        let delete = find(plan, vpc, DELETES);
        plan.steps[delete].after.clear();
    });
    assert_eq!(too_early, has(Rule::Order, vpc));
    let other = plan_errors(|plan| {
        let create = find(plan, vpc, CREATES);
        let mut desired = plan.steps[create].desired().unwrap().clone();
        desired.fields["cidr"] = "10.7.0.0/16".into();
        let spoiled = Step::create(vpc, &desired, Reason::Declared, Vec::new());
        let after = std::mem::replace(&mut plan.steps[create], spoiled).after;
        plan.steps[create].after = after;
    });
    assert_eq!(other, has(Rule::Declared, vpc));
    let undeclared = plan_errors(|plan| {
        let create = find(plan, vpc, CREATES);
        let mut step = plan.steps[create].clone();
        step.address = "network.other".into();
        plan.steps.push(step);
    });
    assert_eq!(undeclared, has(Rule::Declared, "network.other"));
    let twice = plan_errors(|plan| {
        let step = plan.steps[find(plan, vpc, DELETES)].clone();
        plan.steps.push(step);
    });
    assert_eq!(twice, has(Rule::Twice, vpc));
}

#[test]
fn resource_that_the_plan_neither_creates_nor_deletes_is_found() {
    let fixture = fixture();
    let orphan = |change: fn(&mut Plan)| {
        let mut plan = fixture.plan();
        change(&mut plan);
        fixture.errors(&plan)
    };
    let left = orphan(|plan| {
        // The step is changed instead of removed, so that the edges stay valid.
        let at = find(plan, "network.vpc", DELETES);
        plan.steps[at] = with_other_token(&plan.steps[at], Reason::Deposed);
    });
    // The step deletes what is to be kept under its own entry.
    let both = has(Rule::Both, "network.vpc");
    assert_eq!(left, &has(Rule::Orphans, "network.vpc") | &both);
    let mut journal = fixture.journal.clone();
    journal.resources.remove("trail.trail");
    let findings = verify::deployment(&fixture.graph, &journal, &fixture.observed, &fixture.plan());
    assert!(
        findings
            .iter()
            .any(|one| (one.rule, &*one.address) == (Rule::Missing, "trail.trail"))
    );
}

#[test]
fn deletion_of_a_resource_that_is_as_declared_is_an_error() {
    let graph = blueprint(&Campus::stack());
    let (journal, mut observed) = world(&graph, &vec![Left::Phase(Phase::Ready); 200]);
    let entry = journal.resources["database.instance"].clone();
    let mut plan = deployment(&graph, &journal, &observed);
    assert!(plan.is_empty());
    plan.steps
        .push(Step::delete(entry.kind().unwrap(), entry.clone(), Reason::Deposed));
    let desired = &graph.resources["database.instance"];
    let mut create = Step::create("database.instance", desired, Reason::Deposed, Vec::new());
    create.after.insert(0);
    plan.steps.push(create);
    let errors = |observed: &ObservedState| {
        let findings = verify::deployment(&graph, &journal, observed, &plan);
        findings.into_iter().filter(|one| one.rule == Rule::Kept).count()
    };
    assert_eq!(errors(&observed), 1);
    // A failed resource may be deleted.
    let live = observed
        .resources
        .get_mut("database.instance")
        .and_then(Option::as_mut)
        .unwrap();
    live.state = State::Failed("of a cause".into());
    assert_eq!(errors(&observed), 0);
}

#[test]
fn each_error_of_a_destruction_is_found() {
    let fixture = fixture();
    let plan = destruction(&fixture.graph, &fixture.journal, &ObservedState::default());
    let errors = |plan: &Plan| {
        let findings = verify::destruction(&fixture.journal, plan).into_iter();
        let errors = findings.filter(|one| one.severity == Severity::Error);
        errors.map(|one| (one.rule, one.address)).collect::<BTreeSet<_>>()
    };
    assert_eq!(errors(&plan), BTreeSet::new());
    let mut early = plan.clone();
    let vpc = find(&early, "network.vpc", DELETES);
    early.steps[vpc].after.clear();
    assert_eq!(errors(&early), has(Rule::Order, "network.vpc"));
    let mut less = plan.clone();
    let alarm = find(&less, "observability.alarm-slow", DELETES);
    less.steps[alarm] = with_other_token(&less.steps[alarm], Reason::Destroyed);
    let both = has(Rule::Both, "observability.alarm-slow");
    assert_eq!(errors(&less), &has(Rule::Orphans, "observability.alarm-slow") | &both);
    let mut makes = plan;
    let created = &fixture.graph.resources["observability.alarm-slow"];
    let step = Step::create("observability.alarm-slow", created, Reason::Destroyed, Vec::new());
    makes.steps.push(step);
    assert!(errors(&makes).contains(&(Rule::Declared, "observability.alarm-slow".into())));
}

#[test]
fn deletion_of_a_resource_that_another_entry_keeps_is_an_error() {
    let graph = blueprint(&Campus::stack());
    let (mut journal, mut observed) = world(&graph, &vec![Left::Phase(Phase::Ready); 200]);
    let mut again = journal.resources["database.instance"].clone();
    again.token = "another".into();
    journal.deposed.push(again.clone());
    // The current one is to be finished, and the deposed one to be deleted, and both are one database.
    journal.resources.get_mut("database.instance").unwrap().phase = Phase::Configuring;
    observed
        .deposed
        .insert("another".into(), observed.resources["database.instance"].clone());
    let plan = deployment(&graph, &journal, &observed);
    let actions: Vec<Action> = plan.steps.iter().map(Step::action).collect();
    assert_eq!(actions, [Action::Finish, Action::Delete]);
    let findings = verify::deployment(&graph, &journal, &observed, &plan);
    let errors = findings.into_iter().filter(|one| one.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|one| (one.rule, one.address)).collect();
    assert_eq!(errors, [(Rule::Both, "database.instance".to_owned())]);
    // Without the duplicate, there is nothing to delete.
    journal.remove_duplicates(|address| graph.resources.contains_key(address));
    let plan = deployment(&graph, &journal, &observed);
    let actions: Vec<Action> = plan.steps.iter().map(Step::action).collect();
    assert_eq!(actions, [Action::Finish]);
    let findings = verify::deployment(&graph, &journal, &observed, &plan);
    assert!(
        findings.iter().all(|one| one.severity != Severity::Error),
        "{findings:?}"
    );
    // A destruction deletes both.
    journal.deposed.push(again);
    let plan = destruction(&graph, &journal, &observed);
    let findings = verify::destruction(&journal, &plan);
    assert!(
        findings.iter().all(|one| one.severity != Severity::Error),
        "{findings:?}"
    );
}
