//! Whether what an adapter reads and lists of a resource is what its kind says that AWS reports.

use crate::life::Made;
use moodle_stack::provider::{Live, Owned, State};
use moodle_stack::resource::KindInfo;
use std::collections::BTreeSet;

/// A field that AWS reports, and an emulator does not, or not always.
struct Silence {
    kind: &'static str,
    field: &'static str,
    why: &'static str,
}

/// All of them. One that is not needed any more fails the tests.
const SILENCES: &[Silence] = &[
    Silence {
        kind: "AWS::ECS::Service",
        field: "grace_period",
        why: "in moto, CreateService drops the grace period",
    },
    Silence {
        kind: "AWS::EC2::SecurityGroupRule",
        field: "description",
        why: "moto reports the description of a range only",
    },
];

fn names<'n>(names: impl IntoIterator<Item = &'n String>) -> BTreeSet<&'n str> {
    names.into_iter().map(String::as_str).collect()
}

/// Checks that what is ready is read with every field that its kind says AWS reports, and with no other.
pub fn is_told(kind: &KindInfo, address: &str, live: &Live) {
    if live.state != State::Ready {
        return;
    }
    let silent = |field: &&str| SILENCES.iter().any(|one| (one.kind, one.field) == (kind.name, *field));
    let told = names(live.fields.keys());
    let declared: BTreeSet<&str> = kind
        .fields
        .iter()
        .copied()
        .filter(|field| kind.is_reported(field))
        .collect();
    let more: Vec<&&str> = told.difference(&declared).collect();
    assert!(
        more.is_empty(),
        "{address}: {more:?} of {} is `untold`, and is reported",
        kind.name
    );
    let less: Vec<&&str> = declared.difference(&told).filter(|field| !silent(field)).collect();
    assert!(
        less.is_empty(),
        "{address}: {less:?} of {} is not `untold`, and is not reported",
        kind.name
    );
}

/// Checks all of a stack, and that the emulators are as silent as they are said to be.
pub fn are_told(all: &[(&KindInfo, &str, &Live)]) {
    for (kind, address, live) in all {
        is_told(kind, address, live);
    }
    for Silence { kind, field, why } in SILENCES {
        let of_kind = all
            .iter()
            .filter(|(of, _, live)| of.name == *kind && live.state == State::Ready);
        let mut ready = of_kind.peekable();
        let is_stale = ready.peek().is_some() && ready.all(|(_, _, live)| live.fields.contains_key(*field));
        assert!(
            !is_stale,
            "`{field}` of every {kind} is reported now; take it off the list ({why})"
        );
    }
}

/// Checks that a list has the fields that its kind says.
pub fn is_listed_with(kind: &KindInfo, owned: &Owned) {
    let listed: BTreeSet<&str> = kind.listed.iter().copied().collect();
    assert_eq!(
        names(owned.fields.keys()),
        listed,
        "the list of {} and its kind disagree",
        kind.name
    );
}

/// Kinds of which an emulator cannot take a change that changes nothing, each with the reason.
const UNCHANGED: &[(&str, &str)] = &[
    (
        "AWS::RDS::DBSubnetGroup",
        "in moto, ModifyDBSubnetGroup takes the group away",
    ),
    (
        "AWS::RDS::EventSubscription",
        "moto does not know ModifyEventSubscription",
    ),
];

/// Names every field of a resource that can change in place, as the executor does after a change that was cut off.
pub fn in_place(made: &Made) -> Vec<String> {
    let kind = made.target.kind;
    if UNCHANGED.iter().any(|(name, _)| *name == kind.name) {
        return Vec::new();
    }
    let fields = kind.fields.iter().filter(|field| !kind.replaces.contains(field));
    fields.map(|field| (*field).to_owned()).collect()
}
