//! Every kind through the AWS SDK, against emulators that others wrote: made, read back value by value, changed, deleted.
//!
//! `.ci/emulators` starts the emulators and runs this; by itself it has nothing to talk to.

#![allow(
    clippy::large_futures,
    clippy::large_types_passed_by_value,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a test that fails may panic, it runs once, and nobody reads its documentation"
)]

mod alarm;
mod backup;
mod bucket;
mod cache;
mod calls;
mod container;
mod crowd;
mod database;
mod distribution;
mod dns;
mod faults;
mod files;
mod ground;
mod journal;
mod known;
mod life;
mod listing;
mod load_balancer;
mod log;
mod network;
mod permissions;
mod repository;
mod role;
mod rotation;
mod script;
mod secret;
mod stack;
mod told;
mod topic;
mod vault;
mod watched;
