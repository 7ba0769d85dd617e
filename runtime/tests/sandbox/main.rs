//! The engine over the sandbox, in virtual time: the whole life of a stack.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod crash;
mod failing;
mod front;
mod life;
mod planner;
mod questions;
mod recovery;
mod repository;
mod restore;
mod stacks;
mod stage;
mod upgrade;
