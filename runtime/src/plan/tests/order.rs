//! Tests of the order of steps.

use super::{DECLARED, Declared, FILES, GROUP, SUBNET, TASK, VPC, listed, live, seen, waits};
use crate::journal::{Entry, Journal, Phase};
use crate::plan::{Action, ObservedState, Plan, Step, deployment, destruction};
use crate::provider::State;
use crate::resource::Retention;
use crate::verify::{self, Rule};

const MOVED: Declared = Declared {
    vpc: "10.1.0.0/16",
    subnet: "10.1.1.0/24",
    ..DECLARED
};

fn plan(declared: Declared, journal: &Journal) -> Plan {
    deployment(&declared.graph(), journal, &seen(journal))
}

#[test]
fn resource_that_is_replaced_create_first_is_deleted_after_its_successor_exists() {
    let plan = plan(MOVED, &DECLARED.deployed());
    assert!(waits(&plan, &format!("create {VPC}"), &format!("delete {VPC}")));
}

#[test]
fn resource_that_makes_room_is_deleted_first_after_its_dependents() {
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let plan = plan(declared, &DECLARED.deployed());
    assert!(waits(&plan, &format!("delete {GROUP}"), &format!("delete {SUBNET}")));
    assert!(waits(&plan, &format!("delete {SUBNET}"), &format!("create {SUBNET}")));
    assert!(waits(&plan, &format!("create {SUBNET}"), &format!("create {GROUP}")));
}

fn deletes_old(step: &Step) -> bool {
    step.action() == Action::Delete && step.prior().is_some_and(|entry| entry.token == "old")
}

/// Deposes the resources at some addresses.
fn deposed(journal: &mut Journal, addresses: &[&str]) {
    for address in addresses {
        let entry = journal.resources.remove(*address).unwrap();
        journal.deposed.push(entry);
    }
}

#[test]
fn deposed_resources_are_deleted_last_and_each_after_its_dependents() {
    // Not in the order of their dependencies.
    let mut journal = DECLARED.deployed();
    deposed(&mut journal, &[VPC, GROUP, SUBNET]);
    let new = MOVED.deployed();
    for address in [VPC, SUBNET, GROUP] {
        journal.resources.insert(address.into(), new.resources[address].clone());
    }
    let declared = Declared {
        throughput: "bursting",
        ..MOVED
    };
    let plan = plan(declared, &journal);
    assert!(waits(&plan, &format!("delete {GROUP}"), &format!("delete {SUBNET}")));
    assert!(waits(&plan, &format!("delete {SUBNET}"), &format!("delete {VPC}")));
    assert!(waits(&plan, &format!("update {FILES}"), &format!("delete {GROUP}")));
    assert!(!waits(&plan, &format!("delete {VPC}"), &format!("delete {SUBNET}")));
}

#[test]
fn deposed_resource_is_deleted_first_if_its_dependency_makes_room() {
    // The deposed group is in the current subnet, whose range changes.
    let mut journal = DECLARED.deployed();
    let mut old = journal.resources[GROUP].clone();
    old.token = "old".into();
    old.name = "old".into();
    old.spec_hash = "old".into();
    old.id = Some("old-id".into());
    journal.deposed.push(old);
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let plan = plan(declared, &journal);
    let old = plan.steps.iter().position(deletes_old);
    let subnet = plan
        .steps
        .iter()
        .position(|step| step.address == SUBNET && step.action() == Action::Delete);
    assert!(plan.steps[subnet.unwrap()].after.contains(&old.unwrap()));
    assert!(plan.order().is_some());
}

#[test]
fn name_is_free_before_it_is_used_again() {
    // The group was being deleted, is deposed, and matches the declaration; AWS has started to delete it.
    let mut journal = DECLARED.deployed();
    let mut old = journal.resources.remove(GROUP).unwrap();
    old.phase = Phase::Deleting;
    let name = old.name.clone();
    journal.deposed.push(old);
    let mut seen = seen(&journal);
    let (_, going) = seen.deposed.iter_mut().next().unwrap();
    going.as_mut().unwrap().state = State::Deleting("deleting".into());
    let plan = deployment(&DECLARED.graph(), &journal, &seen);
    assert!(
        plan.steps
            .iter()
            .any(|step| step.name == name && step.action() == Action::Create)
    );
    assert!(waits(&plan, &format!("delete {GROUP}"), &format!("create {GROUP}")));
    // The check of plans finds a wrong order.
    let mut hasty = plan.clone();
    for step in hasty.steps.iter_mut().filter(|step| step.applies()) {
        step.after.clear();
    }
    let findings = verify::deployment(&DECLARED.graph(), &journal, &seen, &hasty);
    assert!(
        findings
            .iter()
            .any(|one| one.rule == Rule::Order && one.what.contains("is not free")),
        "{findings:?}"
    );
}

#[test]
fn range_of_an_undeclared_subnet_is_free_before_another_subnet_gets_it() {
    let mut journal = DECLARED.deployed();
    let mut other = journal.resources[SUBNET].clone();
    other.address = "network.private-b".into();
    other.token = "other".into();
    other.id = Some("other-id".into());
    journal.resources.insert(other.address.clone(), other);
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let plan = plan(declared, &journal);
    assert!(waits(&plan, "delete network.private-b", &format!("create {SUBNET}")));
}

#[test]
fn subnet_in_use_stays_until_its_users_are_updated() {
    // The group is in a subnet that is no longer declared, and is updated to another: the old subnet cannot be deleted first.
    let mut journal = DECLARED.deployed();
    let mut former = journal.resources.remove(SUBNET).unwrap();
    former.address = "network.private-z".into();
    journal.resources.insert(former.address.clone(), former);
    let group = journal.resources.get_mut(GROUP).unwrap();
    group.depends = [VPC.to_owned(), "network.private-z".to_owned()].into();
    // Only the group uses the subnet, and no document.
    journal.resources.get_mut(TASK).unwrap().depends.clear();
    // Another resource is deleted, which has nothing to do with the group.
    let mut other = journal.resources[FILES].clone();
    (other.address, other.token) = ("files.other".into(), "other".into());
    other.fields["on_destroy"] = "Delete".into();
    journal.resources.insert(other.address.clone(), other);
    let plan = plan(DECLARED, &journal);
    assert!(waits(&plan, &format!("update {GROUP}"), "delete network.private-z"));
}

#[test]
fn destruction_deletes_each_resource_after_its_dependents() {
    let mut journal = DECLARED.deployed();
    let mut old: Entry = journal.resources[SUBNET].clone();
    old.token = "old".into();
    old.id = Some("old-id".into());
    journal.deposed.push(old);
    let plan = destruction(&DECLARED.graph(), &journal, &ObservedState::default());
    assert_eq!(plan.steps.len(), 6);
    assert!(waits(&plan, &format!("delete {GROUP}"), &format!("delete {SUBNET}")));
    assert!(waits(&plan, &format!("delete {SUBNET}"), &format!("delete {VPC}")));
    let deposed = plan.steps.iter().position(deletes_old);
    let vpc = plan.steps.iter().position(|step| step.address == VPC).unwrap();
    assert!(plan.steps[vpc].after.contains(&deposed.unwrap()));
}

#[test]
fn retained_resource_is_kept_next_to_its_successor_unless_the_place_is_needed() {
    // Another region: the old one can be kept.
    let elsewhere = Declared {
        region: "eu-west-2",
        ..DECLARED
    };
    let journal = DECLARED.deployed();
    let moved = plan(elsewhere, &journal);
    assert!(waits(&moved, &format!("create {FILES}"), &format!("retain {FILES}")));
    // Its name is needed: it was never ready, and has failed.
    let mut journal = DECLARED.deployed();
    journal.resources.get_mut(FILES).unwrap().phase = Phase::Configuring;
    let mut seen = seen(&journal);
    live(&mut seen, FILES).state = State::Failed("of a cause".into());
    let plan = deployment(&DECLARED.graph(), &journal, &seen);
    assert!(waits(&plan, &format!("delete {FILES}"), &format!("create {FILES}")));
}

#[test]
fn intent_that_is_deleted_first_has_no_dependents() {
    // The document was about to get another revision; the group uses the earlier one.
    let mut journal = DECLARED.deployed();
    let mut intent = journal.resources[TASK].clone();
    (intent.token, intent.id, intent.phase) = ("intent".into(), None, Phase::Creating);
    intent.spec_hash = "other".into();
    intent.outputs.clear();
    let old = journal.resources.insert(TASK.into(), intent);
    journal.deposed.extend(old);
    let mut other = journal.resources[GROUP].clone();
    (other.address, other.token, other.id) = ("database.other".into(), "other".into(), Some("other-id".into()));
    other.depends.insert(TASK.into());
    journal.resources.insert(other.address.clone(), other);
    let declared = Declared {
        throughput: "bursting",
        group: false,
        ..DECLARED
    };
    let plan = plan(declared, &journal);
    assert!(waits(&plan, &format!("delete {TASK}"), &format!("create {TASK}")));
    assert!(!waits(&plan, "delete database.other", &format!("create {TASK}")));
}

#[test]
fn deposed_document_is_deleted_last_even_if_what_it_names_makes_room() {
    let mut journal = DECLARED.deployed();
    let mut old = journal.resources[TASK].clone();
    (old.token, old.id) = ("old".into(), Some("old-id".into()));
    old.spec_hash = "old".into();
    journal.deposed.push(old);
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let plan = plan(declared, &journal);
    let old = plan.steps.iter().position(deletes_old).unwrap();
    let group = plan
        .steps
        .iter()
        .position(|step| step.address == GROUP && step.applies())
        .unwrap();
    assert!(plan.steps[old].after.contains(&group));
}

#[test]
fn narrowed_plan_has_the_steps_of_an_address_and_those_before_them() {
    let declared = Declared {
        subnet: "10.0.2.0/24",
        throughput: "bursting",
        ..DECLARED
    };
    let plan = plan(declared, &DECLARED.deployed()).up_to(SUBNET);
    let mut steps = listed(&plan);
    steps.sort();
    // The subnet that it makes room for is left out, and so are all other resources.
    assert!(
        steps.contains(&format!("create {SUBNET}")) && steps.contains(&format!("delete {GROUP}")),
        "{steps:?}"
    );
    assert!(
        !steps.contains(&format!("create {GROUP}")) && !steps.contains(&format!("update {FILES}")),
        "{steps:?}"
    );
}

#[test]
fn deletion_of_data_is_guarded_unless_it_is_declared() {
    let elsewhere = |on_destroy| Declared {
        region: "eu-west-2",
        on_destroy,
        ..DECLARED
    };
    for (on_destroy, guarded, loses, endangers) in [
        (Retention::Snapshot, true, false, true),
        (Retention::Delete, false, true, true),
    ] {
        let plan = plan(elsewhere(on_destroy), &DECLARED.deployed());
        let is_it = |step: &&Step| step.address == FILES && step.action() == Action::Delete;
        let step = plan.steps.iter().find(is_it).unwrap();
        assert_eq!(
            (step.is_guarded(), step.loses_data(), step.endangers_data()),
            (guarded, loses, endangers)
        );
        // A subnet group holds no data.
        let is_it = |step: &&Step| step.address == GROUP && step.action() == Action::Delete;
        let step = plan.steps.iter().find(is_it).unwrap();
        assert!(!step.is_guarded() && !step.loses_data() && !step.endangers_data());
    }
}
