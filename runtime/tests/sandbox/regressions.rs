//! Sequences that once did not converge on the last declaration. `change_sequence` adds those that it finds, with a hash as
//! the name.

// The generated tests use the variants without their enums.
#![allow(clippy::enum_glob_use)]

use crate::change_sequence::{Command, Sequence, replay};
use crate::declarations::edit;
use crate::fault::Fault::*;
use crate::fault::Interruption::{self, *};
use crate::fault::WriteFault::*;

fn command(edits: &[&str], destroy: bool, interruption: Interruption) -> Command {
    Command {
        edits: edits.iter().map(|path| edit(path)).collect(),
        destroy,
        interruption,
    }
}

fn deploy(edits: &[&str], interruption: Interruption) -> Command {
    command(edits, false, interruption)
}

fn destroy(edits: &[&str], interruption: Interruption) -> Command {
    command(edits, true, interruption)
}

/// A cache was being deleted when the journal was lost, and is declared again. Its name is in use until it is deleted.
#[test]
fn create_waits_until_a_resource_of_the_same_name_is_deleted() {
    replay(&Sequence {
        commands: vec![
            deploy(&["database: MariaDb"], None),
            deploy(&["cache.ecpu"], Call(504, JournalLost)),
        ],
        last: deploy(&[], None),
    });
}

/// A task definition from before the journal was lost is used again, after the resources that it depended on were deleted.
#[test]
fn reused_resource_depends_only_on_existing_resources() {
    replay(&Sequence {
        commands: vec![
            deploy(&["network.nat", "observability.alarms"], Call(564, Denied)),
            deploy(&["compute.capacity.fargate"], Write(33, HalfWritten)),
            deploy(&["domain"], Call(781, KilledBefore)),
        ],
        last: deploy(&["network.nat", "observability.alarms"], None),
    });
}

/// The old network is declared again during its replacement.
#[test]
fn interrupted_network_replacement_is_reverted() {
    replay(&Sequence {
        commands: vec![deploy(&[], None), deploy(&["network.cidr"], Call(400, KilledAfter))],
        last: deploy(&[], None),
    });
}

#[test]
fn interrupted_network_replacement_can_be_destroyed() {
    replay(&Sequence {
        commands: vec![deploy(&[], None), deploy(&["network.cidr"], Call(400, KilledAfter))],
        last: destroy(&[], None),
    });
}

/// The journal is lost during a change, and AWS does not list which task installed the tables.
#[test]
fn resource_found_without_a_journal_during_a_change_is_kept() {
    replay(&Sequence {
        commands: vec![deploy(&[], None), deploy(&["compute.cpu"], Call(125, JournalLost))],
        last: deploy(&["compute.cpu"], None),
    });
}

/// The listener rule has the target group as an output for the service, and changes to another one in place.
#[test]
fn output_changes_with_the_field_that_it_is_taken_from() {
    replay(&Sequence {
        commands: vec![deploy(&["moodle.port"], None), deploy(&[], None)],
        last: deploy(&["moodle.port"], None),
    });
}

/// An upgrade was interrupted before its end, and the next deployment replaces the task that takes the maintenance page
/// down.
#[test]
fn upgrade_ends_with_an_existing_task_definition() {
    replay(&Sequence {
        commands: vec![
            deploy(&["moodle.version"], None),
            deploy(
                &["edge.waf", "compute.scale_at_requests", "cache.ecpu"],
                Call(473, KilledBefore),
            ),
        ],
        last: deploy(&[], None),
    });
}

/// Databases are deleted first for a smaller network. The documents that name them need not be.
#[test]
fn deletion_that_frees_addresses_does_not_wait_for_documents() {
    replay(&Sequence {
        commands: vec![
            deploy(&["network.cidr: small"], None),
            deploy(&["database.capacity"], None),
            deploy(&[], Call(227, KilledBefore)),
        ],
        last: deploy(&["network.cidr: small"], None),
    });
}

#[test]
fn sequence_d39a036281cfea7c() {
    replay(&Sequence {
        commands: vec![deploy(&[], Call(1, KilledBefore)), deploy(&[], Call(378, KilledBefore))],
        last: deploy(&["network.nat: Regional"], None),
    });
}

#[test]
fn sequence_6033da13bb438819() {
    replay(&Sequence {
        commands: vec![
            deploy(
                &["moodle.port", "compute.scale_at_memory", "observability.notify: none"],
                None,
            ),
            destroy(
                &[
                    "network.cidr: small",
                    "load_balancer.certificate",
                    "load_balancer.idle_timeout",
                    "moodle.version",
                    "compute.replicas",
                ],
                Call(77, Denied),
            ),
            deploy(
                &[
                    "network.nat",
                    "moodle.version",
                    "cache.node",
                    "cache.snapshot_days",
                    "observability.notify",
                ],
                Call(93, KilledAfter),
            ),
        ],
        last: deploy(&[], None),
    });
}

#[test]
fn edge_that_comes_back_may_have_a_private_load_balancer_later() {
    replay(&Sequence {
        commands: vec![deploy(&["edge"], None), deploy(&[], None)],
        last: deploy(&["load_balancer.private"], None),
    });
}

#[test]
fn sequence_e5d0c557a27d69dd() {
    replay(&Sequence {
        commands: vec![deploy(&[], None), deploy(&[], Call(1, Denied))],
        last: deploy(&["edge.waf.logs"], None),
    });
}

#[test]
fn log_group_of_a_firewall_whose_logs_are_switched_off_is_deleted() {
    replay(&Sequence {
        commands: vec![deploy(&[], None)],
        last: deploy(&["edge.waf.logs"], None),
    });
}

#[test]
fn log_bucket_that_is_found_after_a_lost_journal_is_retained() {
    replay(&Sequence {
        commands: vec![
            deploy(&["load_balancer.access_logs"], None),
            deploy(&["database.capacity"], Write(4, HalfWritten)),
        ],
        last: deploy(&["load_balancer.access_logs"], None),
    });
}

#[test]
fn schema_that_is_as_new_as_a_torn_journal_is_found() {
    replay(&Sequence {
        commands: vec![deploy(&[], None), deploy(&["network.cidr"], Write(216, HalfWritten))],
        last: deploy(&[], None),
    });
}
