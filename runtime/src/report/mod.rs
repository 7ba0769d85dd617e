//! The output for people and scripts: pure functions from plans, events and journals to text and JSON.

#[cfg(any(test, feature = "aws"))]
mod calls;
mod change;
mod conflict;
mod diff;
mod doctor;
mod duration;
mod failure;
mod journal;
mod leftover;
mod log;
mod outputs;
mod part;
mod place;
mod plan;
mod problem;
mod progress;
mod rule;
mod status;
pub(crate) mod style;
mod unlisted;
mod warning;
mod wrap;

#[cfg(feature = "aws")]
pub(crate) use calls::calls_text;
pub(crate) use change::counts;
pub(crate) use conflict::{conflict_json, conflict_text};
pub(crate) use doctor::{Checks, EdgeNeeds};
pub(crate) use duration::{about, seconds, short};
pub(crate) use failure::{failure_json, failures};
pub(crate) use journal::journal_text;
pub(crate) use leftover::{leftovers_json, leftovers_text};
pub(crate) use log::{line_json, line_text};
pub(crate) use outputs::{outputs, outputs_json, outputs_text};
pub(crate) use place::place;
pub(crate) use plan::{data, deletes_data, guarded, plan_json, plan_text, summary};
pub(crate) use problem::{answered, unasked};
pub(crate) use progress::{in_flight, line};
pub(crate) use rule::{rule_json, rule_text, rules_text};
pub(crate) use status::status;
pub(crate) use unlisted::unlisted_text;
pub(crate) use warning::warnings;
