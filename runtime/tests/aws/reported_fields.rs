//! Checks that adapters read and list exactly the fields that AWS reports according to the kind.

use moodle_stack::provider::{Constant, Live, Owned, State};
use moodle_stack::resource::KindInfo;
use std::collections::BTreeSet;

/// A field that AWS reports, but an emulator does not, or not always.
struct Unreported {
    kind: &'static str,
    field: &'static str,
    why: &'static str,
}

/// An entry that is no longer needed fails the tests.
const UNREPORTED: &[Unreported] = &[
    Unreported {
        kind: "AWS::ECS::Service",
        field: "grace_period",
        why: "in moto, CreateService drops the grace period",
    },
    Unreported {
        kind: "AWS::ECS::Service",
        field: "rollback",
        why: "in moto, CreateService and UpdateService drop the circuit breaker",
    },
    Unreported {
        kind: "AWS::ECS::Service",
        field: "healthy_percent",
        why: "in moto, CreateService and UpdateService drop the percents",
    },
    Unreported {
        kind: "AWS::ECS::Service",
        field: "zone_rebalancing",
        why: "moto does not know the rebalancing of zones",
    },
    Unreported {
        kind: "AWS::EC2::SecurityGroupRule",
        field: "description",
        why: "moto reports the description of a range only",
    },
];

fn names<'n>(names: impl IntoIterator<Item = &'n String>) -> BTreeSet<&'n str> {
    names.into_iter().map(String::as_str).collect()
}

/// Checks that a ready resource is read with exactly the fields that AWS reports according to its kind.
pub fn check_reported_fields(kind: &KindInfo, address: &str, live: &Live) {
    if live.state != State::Ready {
        return;
    }
    let is_unreported = |field: &&str| {
        UNREPORTED
            .iter()
            .any(|one| (one.kind, one.field) == (kind.name, *field))
    };
    let reported = names(live.fields.keys());
    let declared: BTreeSet<&str> = kind
        .fields
        .iter()
        .copied()
        .filter(|field| kind.is_reported(field))
        .collect();
    let undeclared: Vec<&&str> = reported.difference(&declared).collect();
    assert!(
        undeclared.is_empty(),
        "{address}: {undeclared:?} of {} is `unreported`, and is reported",
        kind.name
    );
    let missing: Vec<&&str> = declared
        .difference(&reported)
        .filter(|field| !is_unreported(field))
        .collect();
    assert!(
        missing.is_empty(),
        "{address}: {missing:?} of {} is not `unreported`, and is not reported",
        kind.name
    );
    check_constants(kind, address, live);
}

/// Checks that a resource is read with exactly the constants of its kind, and that each has the value that was set.
fn check_constants(kind: &KindInfo, address: &str, live: &Live) {
    let exempt = |name: &str| {
        let mut all = UNREPORTED.iter();
        all.any(|one| (one.kind, one.field) == (kind.name, name))
    };
    let reported: BTreeSet<&str> = live.constants.keys().copied().filter(|name| !exempt(name)).collect();
    let declared: BTreeSet<&str> = kind.constants.iter().copied().filter(|name| !exempt(name)).collect();
    assert_eq!(
        reported, declared,
        "{address}: the constants of {} and of its adapter",
        kind.name
    );
    for (name, Constant { expected, live }) in &live.constants {
        assert_eq!(live, expected, "{address}: {name} of {}", kind.name);
    }
}

/// Checks all resources of a stack, and that the entries of [`UNREPORTED`] are still needed.
pub fn check_all_reported_fields(all: &[(&KindInfo, &str, &Live)]) {
    for (kind, address, live) in all {
        check_reported_fields(kind, address, live);
    }
    for Unreported { kind, field, why } in UNREPORTED {
        let of_kind = all
            .iter()
            .filter(|(of, _, live)| of.name == *kind && live.state == State::Ready);
        let mut ready = of_kind.peekable();
        let is_stale = ready.peek().is_some()
            && ready.all(|(_, _, live)| live.fields.contains_key(*field) || live.constants.contains_key(*field));
        assert!(
            !is_stale,
            "`{field}` of every {kind} is reported now: remove it from the list ({why})"
        );
    }
}

/// Checks that a list has exactly the fields that AWS lists according to the kind.
pub fn check_listed_fields(kind: &KindInfo, owned: &Owned) {
    let listed: BTreeSet<&str> = kind.listed.iter().copied().collect();
    assert_eq!(
        names(owned.fields.keys()),
        listed,
        "the list of {} and its kind disagree",
        kind.name
    );
}

/// The kinds for which an emulator does not support an update that changes nothing, each with the reason.
const WITHOUT_NO_OP_UPDATE: &[(&str, &str)] = &[
    (
        "AWS::RDS::DBSubnetGroup",
        "in moto, ModifyDBSubnetGroup deletes the group",
    ),
    (
        "AWS::RDS::EventSubscription",
        "moto does not support ModifyEventSubscription",
    ),
];

/// Lists the fields that the emulators can set again: every field that can change in place, as the executor does after an
/// interrupted update.
pub fn fields_to_set_again(kind: &KindInfo) -> Vec<String> {
    if WITHOUT_NO_OP_UPDATE.iter().any(|(name, _)| *name == kind.name) {
        return Vec::new();
    }
    updatable_fields(kind)
}

/// Lists every field that can change in place.
pub fn updatable_fields(kind: &KindInfo) -> Vec<String> {
    let fields = kind.fields.iter().filter(|field| !kind.replaces.contains(field));
    let fields = fields.chain(kind.constants);
    fields.map(|field| (*field).to_owned()).collect()
}
