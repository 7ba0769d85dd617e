//! What becomes of a resource that a run has left in some state.

use super::{DECLARED, Declared, FILES, GROUP, SUBNET, TASK, VPC, applied, blank, field, is, live, meta, seen, steps};
use crate::blueprint::Graph;
use crate::journal::{Journal, Phase};
use crate::kinds::ecs::Service;
use crate::kinds::elb::{ListenerRule, TargetGroup};
use crate::plan::{Action, ObservedState, deployment};
use crate::provider::State;
use serde_json::json;

/// The stack, with the resource at an address in some state of the journal.
fn left(address: &str, phase: Phase) -> (Journal, ObservedState) {
    let mut journal = DECLARED.deployed();
    journal.resources.get_mut(address).unwrap().phase = phase;
    let seen = seen(&journal);
    (journal, seen)
}

#[test]
fn a_deletion_that_aws_has_not_begun_is_called_off_where_the_resource_is_declared() {
    let (journal, mut seen) = left(FILES, Phase::Deleting);
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    is(State::Pending("updating".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
}

#[test]
fn a_deletion_that_aws_has_begun_ends_before_the_resource_is_created_again() {
    let (journal, mut seen) = left(FILES, Phase::Deleting);
    is(State::Deleting("deleting".into()))(live(&mut seen, FILES));
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
}

#[test]
fn a_failed_resource_is_deleted_to_its_end_only_where_it_never_was_ready() {
    let (mut journal, mut seen) = left(FILES, Phase::Deleting);
    is(State::Failed("of a cause".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    journal.resources.get_mut(FILES).unwrap().outputs.clear();
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
}

#[test]
fn what_failed_before_it_was_ready_is_replaced_and_what_failed_later_is_set_up_again() {
    let (journal, mut seen) = left(FILES, Phase::Configuring);
    is(State::Failed("of a cause".into()))(live(&mut seen, FILES));
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
    let (journal, mut seen) = left(FILES, Phase::Ready);
    is(State::Failed("of a cause".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
}

#[test]
fn what_only_a_creation_can_set_may_differ_until_the_resource_is_configured() {
    for (phase, expected) in [(Phase::Configuring, "finish"), (Phase::Ready, "delete")] {
        let (journal, mut seen) = left(VPC, phase);
        live(&mut seen, VPC).fields.insert("cidr".into(), json!(null));
        let steps = steps(DECLARED, &journal, &seen);
        assert!(steps.contains(&format!("{expected} {VPC}")), "{phase:?}: {steps:?}");
    }
}

#[test]
fn drift_that_can_be_put_right_in_place_is_while_configuring_too() {
    for phase in [Phase::Configuring, Phase::Ready] {
        let (journal, mut seen) = left(FILES, phase);
        live(&mut seen, FILES)
            .fields
            .insert("throughput".into(), json!("bursting"));
        assert_eq!(steps(DECLARED, &journal, &seen), [format!("update {FILES}")]);
    }
}

#[test]
fn a_change_that_was_cut_off_is_made_again() {
    for phase in [Phase::Configuring, Phase::Updating] {
        let (journal, seen) = left(FILES, phase);
        assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    }
}

#[test]
fn what_has_vanished_is_created_and_what_has_lost_its_tags_is_left_alone() {
    let journal = DECLARED.deployed();
    let mut gone = seen(&journal);
    gone.resources.insert(FILES.into(), None);
    assert_eq!(steps(DECLARED, &journal, &gone), [format!("create {FILES}")]);
    let mut foreign = seen(&journal);
    live(&mut foreign, FILES).is_not_owned = true;
    live(&mut foreign, FILES)
        .fields
        .insert("throughput".into(), json!("bursting"));
    assert_eq!(steps(DECLARED, &journal, &foreign), [format!("leave {FILES}")]);
}

/// Makes an intent of an entry: it was about to be created when the run ended.
fn intent(journal: &mut Journal, address: &str) {
    let entry = journal.resources.get_mut(address).unwrap();
    (entry.id, entry.phase) = (None, Phase::Creating);
    entry.outputs.clear();
}

#[test]
fn an_intent_is_taken_up_where_it_is_what_is_declared() {
    let mut journal = DECLARED.deployed();
    intent(&mut journal, FILES);
    assert_eq!(steps(DECLARED, &journal, &seen(&journal)), [format!("create {FILES}")]);
}

#[test]
fn an_intent_of_another_generation_is_deleted_before_its_successor_is_created() {
    let mut journal = DECLARED.deployed();
    intent(&mut journal, GROUP);
    let declared = Declared {
        vpc: "10.1.0.0/16",
        subnet: "10.1.1.0/24",
        ..DECLARED
    };
    let steps = steps(declared, &journal, &seen(&journal));
    let at = |step: String| steps.iter().position(|one| *one == step).unwrap();
    assert!(
        at(format!("delete {GROUP}")) < at(format!("create {GROUP}")),
        "{steps:?}"
    );
}

#[test]
fn an_intent_is_deleted_first_where_what_it_depends_on_makes_room() {
    // The group's own generation does not change with the subnet's range.
    let mut journal = DECLARED.deployed();
    intent(&mut journal, GROUP);
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let steps = steps(declared, &journal, &seen(&journal));
    let at = |step: &str| {
        steps
            .iter()
            .position(|one| one == step)
            .unwrap_or_else(|| panic!("no {step} in {steps:?}"))
    };
    assert!(at(&format!("delete {GROUP}")) < at(&format!("delete {SUBNET}")));
    assert!(at(&format!("delete {SUBNET}")) < at(&format!("create {SUBNET}")));
    assert!(at(&format!("create {SUBNET}")) < at(&format!("create {GROUP}")));
}

#[test]
fn an_intent_is_deleted_where_what_it_was_to_be_made_of_is_another_by_now() {
    let mut journal = DECLARED.deployed();
    intent(&mut journal, GROUP);
    journal.resources.get_mut(GROUP).unwrap().fields["vpc"] = "of another VPC".into();
    let steps = steps(DECLARED, &journal, &seen(&journal));
    assert_eq!(steps[..2], [format!("delete {GROUP}"), format!("create {GROUP}")]);
}

#[test]
fn a_document_is_not_replaced_for_what_it_once_named_that_makes_room() {
    // Both once depended on something that is no longer declared, on a subnet that makes room for another.
    let mut journal = DECLARED.deployed();
    let mut former = journal.resources[GROUP].clone();
    former.address = "database.former".into();
    former.token = "former".into();
    former.id = Some("former-id".into());
    journal.resources.insert(former.address.clone(), former);
    for address in [TASK, FILES] {
        journal
            .resources
            .get_mut(address)
            .unwrap()
            .depends
            .insert("database.former".into());
    }
    let declared = Declared {
        subnet: "10.0.2.0/24",
        group: false,
        ..DECLARED
    };
    journal.resources.remove(GROUP);
    journal.resources.get_mut(TASK).unwrap().depends.remove(GROUP);
    let graph = declared.graph();
    let task = journal.resources.get_mut(TASK).unwrap();
    task.fields = graph.resources[TASK].fields.clone();
    let steps = steps(declared, &journal, &seen(&journal));
    assert!(steps.contains(&format!("delete {FILES}")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.ends_with(TASK)), "{steps:?}");
}

#[test]
fn a_resource_keeps_the_name_that_it_was_made_with() {
    let mut journal = DECLARED.deployed();
    journal.resources.get_mut(FILES).unwrap().name = "as-it-was-called".into();
    let declared = Declared {
        throughput: "bursting",
        ..DECLARED
    };
    let plan = crate::plan::deployment(&declared.graph(), &journal, &seen(&journal));
    assert_eq!(plan.steps[0].action(), Action::Update);
    assert_eq!(plan.steps[0].desired().unwrap().name, "as-it-was-called");
    assert_eq!(field(&journal, FILES, "throughput"), "elastic");
}

#[test]
fn a_value_that_is_passed_on_changes_with_the_field_that_it_is_taken_from() {
    // A rule passes its target group on to a service, and turns in place to another one, whose port is another.
    let graph = |port: u16| {
        let mut graph = Graph::new("campus", "111122223333", "eu-west-1");
        let group = TargetGroup { port, ..blank() };
        let group = graph.add(meta("load_balancer.web"), &group);
        let rule = ListenerRule {
            target_group: group.arn(),
            ..blank()
        };
        let rule = graph.add(meta("load_balancer.rule"), &rule);
        let service = Service {
            target_group: rule.target_group(),
            ..blank()
        };
        graph.add(meta("compute.service"), &service);
        graph
    };
    let journal = applied(
        &graph(8080),
        &["load_balancer.web", "load_balancer.rule", "compute.service"],
    );
    let plan = deployment(&graph(8081), &journal, &seen(&journal));
    let service = plan
        .steps
        .iter()
        .find(|step| step.address == "compute.service")
        .unwrap();
    assert_eq!(service.action(), Action::Update);
    let fields: Vec<&str> = service.changes().iter().map(|change| &*change.field).collect();
    assert_eq!(fields, ["target_group"]);
    // Another change of the rule says nothing of what it passes on.
    let mut journal = journal;
    journal.resources.get_mut("load_balancer.rule").unwrap().fields["priority"] = 7.into();
    let plan = deployment(&graph(8080), &journal, &seen(&journal));
    assert_eq!(super::told(&plan), ["update load_balancer.rule"]);
}

#[test]
fn another_range_replaces_a_vpc_also_while_it_is_configured() {
    let (journal, seen) = left(VPC, Phase::Configuring);
    let declared = Declared {
        vpc: "10.1.0.0/16",
        subnet: "10.1.1.0/24",
        ..DECLARED
    };
    let steps = steps(declared, &journal, &seen);
    assert!(
        steps.contains(&format!("create {VPC}")) && steps.contains(&format!("delete {VPC}")),
        "{steps:?}"
    );
}
