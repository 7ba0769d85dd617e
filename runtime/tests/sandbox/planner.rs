//! Plans from random journals and observed states: the steps always have an order, and it is valid.

use crate::stacks::Campus;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::journal::{Entry, Journal, Phase};
use moodle_stack::model::Stack;
use moodle_stack::plan::{Action, ObservedState, deployment, destruction};
use moodle_stack::provider::{Live, State};
use moodle_stack::resource::resolve;
use moodle_stack::spec::Desired;
use moodle_stack::verify::{self, Finding, Severity};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The state in which an earlier run left a resource.
#[derive(Clone, Debug)]
pub enum Left {
    Absent,
    Intent,
    Phase(Phase),
    Missing,
    Failed,
    Drifted,
    BeingDeleted,
}

fn left() -> impl Strategy<Value = Left> {
    prop_oneof![
        6 => Just(Left::Phase(Phase::Ready)),
        1 => Just(Left::Absent),
        1 => Just(Left::Intent),
        1 => Just(Left::Phase(Phase::Configuring)),
        1 => Just(Left::Phase(Phase::Updating)),
        1 => Just(Left::Phase(Phase::Deleting)),
        1 => Just(Left::Missing),
        1 => Just(Left::Failed),
        1 => Just(Left::Drifted),
        1 => Just(Left::BeingDeleted),
    ]
}

/// Returns the declaration with one of seven changes.
fn changed(change: u8) -> Stack {
    let mut stack = Campus::stack();
    let architecture = &mut stack.architecture;
    match change {
        0 => {}
        1 => architecture.network.cidr = "10.9.0.0/16",
        2 => architecture.edge = None,
        3 => architecture.observability.alarms = false,
        4 => architecture.compute.memory = 8192,
        5 => architecture.load_balancer.private = true,
        _ => architecture.network.endpoints = false,
    }
    stack
}

/// Returns the journal and the observed state after an earlier run that left the resources in the given states.
pub fn world(graph: &Graph, how: &[Left]) -> (Journal, ObservedState) {
    let mut journal = Journal::new("campus", "111122223333");
    let mut observed = ObservedState::default();
    for ((address, desired), left) in graph.resources.iter().zip(how) {
        let some = |address: &str, output: &str| Some(format!("{address}-{output}"));
        let fields = resolve(&desired.fields, &some).expect("every reference has a value");
        let mut entry = Entry::intend(address, desired, fields, "1", address.clone());
        entry.outputs = outputs(address, desired);
        let mut live = Live {
            fields: entry.fields.as_object().cloned().unwrap_or_default(),
            ..Live::default()
        };
        match left {
            Left::Absent => continue,
            Left::Intent => {
                journal.resources.insert(address.clone(), entry);
                continue;
            }
            Left::Phase(phase) => entry.phase = *phase,
            Left::Missing | Left::Failed | Left::Drifted | Left::BeingDeleted => entry.phase = Phase::Ready,
        }
        entry.id = Some(format!("{address}-id"));
        if let Left::Failed = left {
            live.state = State::Failed("of a cause".into());
        }
        if let Left::BeingDeleted = left {
            live.state = State::Deleting("deleting".into());
        }
        if let Left::Drifted = left
            && let Some((_, value)) = live.fields.iter_mut().next()
        {
            *value = "changed by hand".into();
        }
        observed
            .resources
            .insert(address.clone(), (!matches!(left, Left::Missing)).then_some(live));
        journal.resources.insert(address.clone(), entry);
    }
    (journal, observed)
}

fn outputs(address: &str, desired: &Desired) -> BTreeMap<String, String> {
    desired
        .kind
        .outputs
        .iter()
        .map(|output| ((*output).to_owned(), format!("{address}-{output}")))
        .collect()
}

/// Checks that a plan has no errors.
fn check_no_errors(findings: Vec<Finding>) {
    let errors: Vec<Finding> = findings
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    assert_eq!(errors, []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deploy_has_an_order_after_any_earlier_run(
        before in 0_u8..7, after in 0_u8..7, how in prop::collection::vec(left(), 200),
    ) {
        let (journal, observed) = world(&blueprint(&changed(before)), &how);
        let plan = deployment(&blueprint(&changed(after)), &journal, &observed);
        check_no_errors(verify::deployment(&blueprint(&changed(after)), &journal, &observed, &plan));
    }

    #[test]
    fn destroy_has_an_order_after_any_earlier_run(before in 0_u8..7, how in prop::collection::vec(left(), 200)) {
        let graph = blueprint(&changed(before));
        let (journal, _) = world(&graph, &how);
        let plan = destruction(&graph, &journal, &ObservedState::default());
        check_no_errors(verify::destruction(&journal, &plan));
        prop_assert_eq!(plan.steps.len(), journal.resources.len());
    }
}

#[test]
fn unchanged_declaration_has_an_empty_plan() {
    let graph = blueprint(&Campus::stack());
    let (journal, observed) = world(&graph, &vec![Left::Phase(Phase::Ready); 200]);
    let plan = deployment(&graph, &journal, &observed);
    assert!(plan.is_empty(), "{:?}", plan.actions());
    assert_eq!(plan.unchanged, graph.resources.len());
}

#[test]
fn drift_is_reported_and_corrected() {
    let graph = blueprint(&Campus::stack());
    let how = vec![Left::Phase(Phase::Ready); 200];
    let (journal, mut observed) = world(&graph, &how);
    let live = observed
        .resources
        .get_mut("compute.tasks")
        .and_then(Option::as_mut)
        .expect("it exists");
    live.fields.insert("max".into(), 99.into());
    let plan = deployment(&graph, &journal, &observed);
    let [step] = plan.steps.as_slice() else {
        panic!("{:?}", plan.actions())
    };
    let (Action::Update, changes) = (step.action(), step.changes()) else {
        panic!("expected an update")
    };
    assert!(
        changes[0].drift && changes[0].from == 99 && changes[0].to == 10,
        "{changes:?}"
    );
}
