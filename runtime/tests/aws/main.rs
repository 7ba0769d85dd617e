//! Every kind through the AWS SDK, against emulators that others wrote: made, read back value by value, changed, deleted.
//!
//! `.ci/emulators` starts the emulators and runs this; by itself it has nothing to talk to.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a test that fails may panic, and nobody reads the documentation of a test binary"
)]

mod data;
mod edge;
mod life;
mod network;
mod stack;
