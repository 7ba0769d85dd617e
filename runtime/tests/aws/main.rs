//! Runs every kind of resource through the AWS SDK against independent emulators: created, read, changed and deleted.
//!
//! `.ci/emulators` starts the emulators and runs this test.

#![allow(
    clippy::large_futures,
    clippy::large_types_passed_by_value,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "tests may panic, run once, and need no documentation"
)]

mod alarm;
mod backup;
mod bucket;
mod cache;
mod call_counts;
mod container;
mod crowded_account;
mod database;
#[allow(dead_code, reason = "the sandbox's tests use the rest")]
#[path = "../sandbox/declarations.rs"]
mod declarations;
mod distribution;
mod dns;
mod faults;
mod files;
mod fixtures;
mod journal;
mod key;
mod lifecycle;
mod listing;
mod load_balancer;
mod log;
mod network;
mod permissions;
mod preflight;
mod real_account;
mod recorded_calls;
mod redirect;
mod reported_fields;
mod repository;
mod requests;
mod role;
mod rotation;
mod script;
mod secret;
mod stack;
#[path = "../sandbox/stacks.rs"]
mod stacks;
mod topic;
mod vault;
