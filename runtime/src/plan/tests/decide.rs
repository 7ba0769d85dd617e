//! What happens to a resource that an earlier run left in some state.

use super::{
    DECLARED, Declared, FILES, GROUP, SUBNET, TASK, VPC, applied, blank, field, is, listed, live, meta, seen, steps,
    waits,
};
use crate::blueprint::Graph;
use crate::journal::{Journal, Phase};
use crate::kinds::ecs::Service;
use crate::kinds::elb::{ListenerRule, TargetGroup};
use crate::plan::{Action, ObservedState, deployment};
use crate::provider::{Owner, State};
use crate::verify;
use serde_json::json;

/// The stack, with the resource at an address in some phase.
fn left(address: &str, phase: Phase) -> (Journal, ObservedState) {
    let mut journal = DECLARED.deployed();
    journal.resources.get_mut(address).unwrap().phase = phase;
    let seen = seen(&journal);
    (journal, seen)
}

#[test]
fn deletion_that_aws_has_not_begun_is_cancelled_if_the_resource_is_declared() {
    let (journal, mut seen) = left(FILES, Phase::Deleting);
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    is(State::Pending("updating".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
}

#[test]
fn deletion_that_aws_has_begun_ends_before_the_resource_is_created_again() {
    let (journal, mut seen) = left(FILES, Phase::Deleting);
    is(State::Deleting("deleting".into()))(live(&mut seen, FILES));
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
}

#[test]
fn resource_that_somebody_else_is_deleting_is_awaited_and_created_again() {
    for phase in [Phase::Ready, Phase::Updating, Phase::Configuring] {
        let (journal, mut seen) = left(FILES, phase);
        is(State::Deleting("deleting".into()))(live(&mut seen, FILES));
        let graph = DECLARED.graph();
        let plan = deployment(&graph, &journal, &seen);
        assert_eq!(listed(&plan), [format!("delete {FILES}"), format!("create {FILES}")]);
        assert!(waits(&plan, &format!("delete {FILES}"), &format!("create {FILES}")));
        // No call deletes its data, so nobody has to allow it.
        assert!(plan.steps[0].awaits_deletion() && !plan.steps[0].is_guarded());
        assert_eq!(verify::deployment(&graph, &journal, &seen, &plan), []);
    }
    // One of another stack is left alone.
    let (journal, mut seen) = left(FILES, Phase::Ready);
    is(State::Deleting("deleting".into()))(live(&mut seen, FILES));
    live(&mut seen, FILES).owner = Owner::Other("campus-2".into());
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("leave {FILES}")]);
}

#[test]
fn deletion_of_a_failed_resource_goes_on_only_if_it_was_never_ready() {
    let (mut journal, mut seen) = left(FILES, Phase::Deleting);
    is(State::Failed("a cause".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    journal.resources.get_mut(FILES).unwrap().outputs.clear();
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
}

#[test]
fn resource_that_failed_before_it_was_ready_is_replaced_and_one_that_failed_later_is_finished() {
    let (journal, mut seen) = left(FILES, Phase::Configuring);
    is(State::Failed("a cause".into()))(live(&mut seen, FILES));
    assert_eq!(
        steps(DECLARED, &journal, &seen),
        [format!("delete {FILES}"), format!("create {FILES}")]
    );
    let (journal, mut seen) = left(FILES, Phase::Ready);
    is(State::Failed("a cause".into()))(live(&mut seen, FILES));
    assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
}

#[test]
fn fixed_field_may_differ_until_the_resource_is_configured() {
    for (phase, expected) in [(Phase::Configuring, "finish"), (Phase::Ready, "delete")] {
        let (journal, mut seen) = left(VPC, phase);
        live(&mut seen, VPC).fields.insert("cidr".into(), json!(null));
        let steps = steps(DECLARED, &journal, &seen);
        assert!(steps.contains(&format!("{expected} {VPC}")), "{phase:?}: {steps:?}");
    }
}

#[test]
fn drift_is_reverted_in_place_while_configuring_too() {
    for phase in [Phase::Configuring, Phase::Ready] {
        let (journal, mut seen) = left(FILES, phase);
        live(&mut seen, FILES)
            .fields
            .insert("throughput".into(), json!("bursting"));
        assert_eq!(steps(DECLARED, &journal, &seen), [format!("update {FILES}")]);
    }
}

#[test]
fn interrupted_update_is_finished() {
    for phase in [Phase::Configuring, Phase::Updating] {
        let (journal, seen) = left(FILES, phase);
        assert_eq!(steps(DECLARED, &journal, &seen), [format!("finish {FILES}")]);
    }
}

#[test]
fn missing_resource_is_created_and_one_of_another_stack_is_left_alone() {
    let journal = DECLARED.deployed();
    let mut gone = seen(&journal);
    gone.resources.insert(FILES.into(), None);
    assert_eq!(steps(DECLARED, &journal, &gone), [format!("create {FILES}")]);
    let mut not_owned = seen(&journal);
    live(&mut not_owned, FILES).owner = Owner::Other("campus-2".into());
    live(&mut not_owned, FILES)
        .fields
        .insert("throughput".into(), json!("bursting"));
    assert_eq!(steps(DECLARED, &journal, &not_owned), [format!("leave {FILES}")]);
}

#[test]
fn resource_without_its_tags_is_still_the_stacks_and_gets_them_again() {
    let journal = DECLARED.deployed();
    let mut untagged = seen(&journal);
    live(&mut untagged, FILES).owner = Owner::Nobody([("moodle-stack:stack".to_owned(), "campus".to_owned())].into());
    assert_eq!(steps(DECLARED, &journal, &untagged), [format!("update {FILES}")]);
    let plan = deployment(&DECLARED.graph(), &journal, &untagged);
    let [change] = plan.steps[0].changes() else {
        panic!("{:?}", plan.steps[0].changes())
    };
    assert!(change.is_tags() && change.drift, "{change:?}");
}

/// Turns an entry into an intent: it was about to be created when the run ended.
fn intent(journal: &mut Journal, address: &str) {
    let entry = journal.resources.get_mut(address).unwrap();
    (entry.id, entry.phase) = (None, Phase::Creating);
    entry.outputs.clear();
}

#[test]
fn intent_that_is_declared_is_continued() {
    let mut journal = DECLARED.deployed();
    intent(&mut journal, FILES);
    assert_eq!(steps(DECLARED, &journal, &seen(&journal)), [format!("create {FILES}")]);
}

#[test]
fn intent_with_another_spec_hash_is_deleted_before_its_successor_is_created() {
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
fn intent_is_deleted_first_if_its_dependency_makes_room() {
    // The group's own spec hash does not change with the subnet's range.
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
fn intent_is_deleted_if_its_fixed_fields_differ_by_now() {
    let mut journal = DECLARED.deployed();
    intent(&mut journal, GROUP);
    journal.resources.get_mut(GROUP).unwrap().fields["vpc"] = "of another VPC".into();
    let steps = steps(DECLARED, &journal, &seen(&journal));
    assert_eq!(steps[..2], [format!("delete {GROUP}"), format!("create {GROUP}")]);
}

#[test]
fn document_is_not_replaced_for_a_former_dependency_that_makes_room() {
    // Both once depended on a resource that is no longer declared, which is in a subnet that makes room for another.
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
fn resource_keeps_the_name_that_it_was_created_with() {
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
fn output_that_passes_a_field_on_changes_with_the_field() {
    // A rule passes its target group on to a service, and is updated to another target group with another port.
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
    // Another change of the rule does not change what it passes on.
    let mut journal = journal;
    journal.resources.get_mut("load_balancer.rule").unwrap().fields["priority"] = 7.into();
    let plan = deployment(&graph(8080), &journal, &seen(&journal));
    assert_eq!(super::listed(&plan), ["update load_balancer.rule"]);
}

#[test]
fn other_range_replaces_a_vpc_while_configuring_too() {
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
