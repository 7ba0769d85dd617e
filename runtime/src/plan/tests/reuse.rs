//! Tests of reuse: the resource that was being replaced is declared again.

use super::{DECLARED, Declared, FILES, GROUP, SUBNET, VPC, live, seen, steps, waits};
use crate::journal::{Journal, Phase};
use crate::plan::{Action, ObservedState, Reason, deployment};
use crate::provider::{Owner, State};
use crate::verify::{self, Severity};

const MOVED: Declared = Declared {
    vpc: "10.1.0.0/16",
    subnet: "10.1.1.0/24",
    ..DECLARED
};

/// An interrupted replacement of the VPC: the new one exists, the old one is deposed, and the rest is as before.
fn interrupted() -> Journal {
    let mut journal = DECLARED.deployed();
    let old = journal
        .resources
        .insert(VPC.into(), MOVED.deployed().resources[VPC].clone());
    journal.deposed.extend(old);
    journal
}

#[test]
fn deposed_resource_is_reused_and_its_successor_deleted() {
    let journal = interrupted();
    let plan = deployment(&DECLARED.graph(), &journal, &seen(&journal));
    assert_eq!(plan.steps.len(), 2, "{plan:?}");
    assert!(waits(&plan, &format!("reuse {VPC}"), &format!("delete {VPC}")));
    assert_eq!(plan.unchanged, 4);
    let [reuse, delete] = [0, 1].map(|at| plan.steps.iter().find(|step| step.applies() == (at == 0)).unwrap());
    assert_eq!(
        (&reuse.reason, &delete.reason),
        (&Reason::DeclaredAgain, &Reason::ReplacementCancelled)
    );
    assert_eq!(reuse.action(), Action::Reuse);
    assert_eq!(reuse.prior().unwrap().spec_hash, reuse.desired().unwrap().spec_hash);
}

#[test]
fn successor_that_was_only_intended_is_deleted() {
    let mut journal = interrupted();
    let new = journal.resources.get_mut(VPC).unwrap();
    (new.id, new.phase) = (None, Phase::Creating);
    assert_eq!(
        steps(DECLARED, &journal, &seen(&journal)),
        [format!("reuse {VPC}"), format!("delete {VPC}")]
    );
}

#[test]
fn reused_resource_is_changed_in_place() {
    let mut journal = DECLARED.deployed();
    let elsewhere = Declared {
        region: "eu-west-2",
        ..DECLARED
    };
    let old = journal
        .resources
        .insert(FILES.into(), elsewhere.deployed().resources[FILES].clone());
    journal.deposed.extend(old);
    let declared = Declared {
        throughput: "bursting",
        ..DECLARED
    };
    let plan = deployment(&declared.graph(), &journal, &seen(&journal));
    let mut steps = plan.steps.iter();
    let reuse = steps.find(|step| step.action() == Action::Reuse).unwrap();
    let fields: Vec<&str> = reuse.changes().iter().map(|change| &*change.field).collect();
    assert_eq!(fields, ["throughput"]);
}

#[test]
fn third_declaration_replaces_both() {
    let journal = interrupted();
    let third = Declared {
        vpc: "10.2.0.0/16",
        subnet: "10.2.1.0/24",
        ..DECLARED
    };
    let steps = steps(third, &journal, &seen(&journal));
    assert_eq!(steps.iter().filter(|step| **step == format!("delete {VPC}")).count(), 2);
    assert!(steps.contains(&format!("create {VPC}")));
}

/// The steps on the VPC, with some observed state of the old one.
fn of_the_vpc(tell: impl FnOnce(&mut ObservedState, &str)) -> Vec<String> {
    let journal = interrupted();
    let mut seen = seen(&journal);
    tell(&mut seen, &journal.deposed[0].token);
    let mut steps = steps(DECLARED, &journal, &seen);
    steps.retain(|step| step.ends_with(VPC));
    steps.sort();
    steps
}

#[test]
fn resource_that_is_missing_or_being_deleted_is_not_reused() {
    let [create, delete] = ["create", "delete"].map(|work| format!("{work} {VPC}"));
    assert_eq!(
        of_the_vpc(|seen, old| drop(seen.deposed.insert(old.into(), None))),
        [create.clone(), delete.clone(), delete.clone()]
    );
    let foreign = of_the_vpc(|seen, old| {
        let live = seen.deposed.get_mut(old).unwrap().as_mut().unwrap();
        live.owner = Owner::Other("campus-2".into());
    });
    assert_eq!(foreign, [create, delete, format!("leave {VPC}")]);
}

#[test]
fn deletion_of_the_old_resource_that_aws_has_not_begun_is_cancelled() {
    let mut journal = interrupted();
    journal.deposed[0].phase = Phase::Deleting;
    let mut seen = seen(&journal);
    assert!(steps(DECLARED, &journal, &seen).contains(&format!("reuse {VPC}")));
    let old = seen.deposed.get_mut(&journal.deposed[0].token).unwrap();
    old.as_mut().unwrap().state = State::Deleting("deleting".into());
    assert!(!steps(DECLARED, &journal, &seen).contains(&format!("reuse {VPC}")));
}

#[test]
fn current_resource_that_is_declared_is_preferred_to_a_deposed_one() {
    let mut journal = DECLARED.deployed();
    let mut old = journal.resources[VPC].clone();
    (old.token, old.id) = ("old".into(), Some("old-id".into()));
    journal.deposed.push(old);
    assert_eq!(steps(DECLARED, &journal, &seen(&journal)), [format!("delete {VPC}")]);
}

#[test]
fn resource_with_a_fixed_reference_to_a_missing_one_is_not_reused() {
    // The VPC was created again for the same declaration; the deposed group is in the earlier VPC, and another is current.
    let mut journal = DECLARED.deployed();
    let mut new = journal.resources[GROUP].clone();
    (new.token, new.id, new.spec_hash) = ("new".into(), Some("new-id".into()), "other".into());
    new.name = "database-subnets-other".into();
    new.fields["vpc"] = "another-vpc".into();
    let mut old = journal.resources.insert(GROUP.into(), new).unwrap();
    old.fields["vpc"] = "a-vpc-that-is-gone".into();
    journal.deposed.push(old);
    let seen = seen(&journal);
    let graph = DECLARED.graph();
    let plan = deployment(&graph, &journal, &seen);
    assert!(!plan.steps.iter().any(|step| step.action() == Action::Reuse));
    let mut findings = verify::deployment(&graph, &journal, &seen, &plan);
    findings.retain(|finding| finding.severity == Severity::Error);
    assert_eq!(findings, []);
}

#[test]
fn deposed_intent_is_continued_by_the_creation_of_the_same_resource() {
    let mut journal = DECLARED.deployed();
    let mut intent = journal.resources[GROUP].clone();
    (intent.token, intent.id, intent.phase) = ("intent".into(), None, Phase::Creating);
    intent.outputs.clear();
    journal.resources.remove(GROUP);
    journal.deposed.push(intent);
    assert_eq!(
        steps(DECLARED, &journal, &seen(&journal))[..1],
        [format!("create {GROUP}")]
    );
    assert!(!steps(DECLARED, &journal, &seen(&journal)).contains(&format!("delete {GROUP}")));
    let moved = steps(MOVED, &journal, &seen(&journal));
    assert!(moved.contains(&format!("delete {GROUP}")), "{moved:?}");
}

#[test]
fn resource_is_not_reused_if_its_dependency_makes_room() {
    // The deposed group is in the current subnet, which must make room for another.
    let mut journal = DECLARED.deployed();
    let mut new = journal.resources[GROUP].clone();
    (new.token, new.id) = ("new".into(), Some("new-id".into()));
    new.spec_hash = "other".into();
    new.fields["vpc"] = "another".into();
    let old = journal.resources.insert(GROUP.into(), new);
    journal.deposed.extend(old);
    let declared = Declared {
        subnet: "10.0.2.0/24",
        ..DECLARED
    };
    let mut seen = seen(&journal);
    live(&mut seen, SUBNET);
    let steps = steps(declared, &journal, &seen);
    assert!(!steps.contains(&format!("reuse {GROUP}")), "{steps:?}");
    assert_eq!(
        steps.iter().filter(|step| **step == format!("delete {GROUP}")).count(),
        2
    );
}

#[test]
fn resource_that_was_deposed_in_another_region_is_not_reused() {
    // The spec hash of a file system is that of its region.
    let mut journal = DECLARED.deployed();
    let mut other = journal.resources.remove(FILES).unwrap();
    other.address = "files.other".into();
    journal.deposed.push(other);
    let steps = steps(DECLARED, &journal, &seen(&journal));
    assert!(steps.contains(&format!("create {FILES}")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.starts_with("reuse")), "{steps:?}");
}
