//! Every kind through the AWS SDK, against emulators that others wrote: made, read back value by value, changed, deleted.
//!
//! `.ci/emulators` starts the emulators and runs this; by itself it has nothing to talk to.

mod data;
mod edge;
mod life;
mod network;
mod stack;
