//! Declarations in a row that once did not lead to the last one. Those without a name of their own were found by
//! `turn_back`, which writes them down here.

// A case reads as it was printed.
#![allow(clippy::enum_glob_use)]

use crate::declarations::edit;
use crate::drawer::Slip::*;
use crate::peril::Peril::*;
use crate::turn_back::Interruption::{self, *};
use crate::turn_back::{Case, Turn, replay};

fn turn(edits: &[&str], destroy: bool, interruption: Interruption) -> Turn {
    Turn {
        edits: edits.iter().map(|path| edit(path)).collect(),
        destroy,
        interruption,
    }
}

fn deploy(edits: &[&str], interruption: Interruption) -> Turn {
    turn(edits, false, interruption)
}

fn destroy(edits: &[&str], interruption: Interruption) -> Turn {
    turn(edits, true, interruption)
}

/// A cache was being deleted when the journal was lost, and is declared again: its name is taken until it is gone.
#[test]
fn a_name_that_is_taken_by_something_that_is_being_deleted_is_waited_for() {
    replay(&Case {
        turns: vec![
            deploy(&["database: MariaDb"], None),
            deploy(&["cache.ecpu"], Call(504, JournalLost)),
        ],
        last: deploy(&[], None),
    });
}

/// A task definition from before a lost journal takes its place again, after what it was made with was deleted.
#[test]
fn what_is_reused_depends_only_on_what_is_there() {
    replay(&Case {
        turns: vec![
            deploy(&["network.nat", "observability.alarms"], Call(564, Refused)),
            deploy(&["compute.capacity.fargate"], Write(33, HalfWritten)),
            deploy(&["domain"], Call(781, KilledBefore)),
        ],
        last: deploy(&["network.nat", "observability.alarms"], None),
    });
}

/// The old network is what is declared again, in the middle of its replacement.
#[test]
fn an_interrupted_replacement_of_the_network_is_turned_back() {
    replay(&Case {
        turns: vec![deploy(&[], None), deploy(&["network.cidr"], Call(400, KilledAfter))],
        last: deploy(&[], None),
    });
}

#[test]
fn an_interrupted_replacement_of_the_network_can_be_destroyed() {
    replay(&Case {
        turns: vec![deploy(&[], None), deploy(&["network.cidr"], Call(400, KilledAfter))],
        last: destroy(&[], None),
    });
}

/// The journal is lost in the middle of a change, and AWS does not list what the tables were installed by.
#[test]
fn what_is_found_without_a_journal_in_the_middle_of_a_change_is_kept() {
    replay(&Case {
        turns: vec![deploy(&[], None), deploy(&["compute.cpu"], Call(125, JournalLost))],
        last: deploy(&["compute.cpu"], None),
    });
}

/// The listener's rule passes its target group on to the service, and turns to another one in place.
#[test]
fn a_value_that_is_passed_on_changes_with_the_field_that_it_is_taken_from() {
    replay(&Case {
        turns: vec![deploy(&["moodle.port"], None), deploy(&[], None)],
        last: deploy(&["moodle.port"], None),
    });
}

/// An upgrade was interrupted at its end, and the next deployment replaces the task that is to take the page down.
#[test]
fn an_upgrade_is_ended_by_a_task_that_is_there() {
    replay(&Case {
        turns: vec![
            deploy(&["moodle.version"], None),
            deploy(
                &["edge.waf", "compute.scale_at_requests", "cache.ecpu"],
                Call(473, KilledBefore),
            ),
        ],
        last: deploy(&[], None),
    });
}

/// Databases make room for a smaller network, and the documents that name them do not.
#[test]
fn a_document_is_not_waited_for_by_what_makes_room() {
    replay(&Case {
        turns: vec![
            deploy(&["network.cidr: small"], None),
            deploy(&["database.capacity"], None),
            deploy(&[], Call(227, KilledBefore)),
        ],
        last: deploy(&["network.cidr: small"], None),
    });
}
