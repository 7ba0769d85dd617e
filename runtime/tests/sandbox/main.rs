//! The engine over the sandbox, in virtual time: the whole life of a stack.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod declarations;
mod dice;
mod drawer;
mod failing;
mod front;
mod interrupted;
mod life;
mod memory;
mod operate;
mod peril;
mod planner;
mod promise;
mod questions;
mod recovery;
mod regression;
mod regressions;
mod repository;
mod restore;
mod scene;
mod stacks;
mod stage;
mod storm;
mod throttle;
mod turn_back;
mod upgrade;
mod verify;
mod walk;
