//! Runs the engine on the sandbox, in virtual time, through the whole life of a stack.

// Tests may panic.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod change_sequence;
mod chaos;
mod crash_matrix;
mod declarations;
mod deleted_by_hand;
mod drift;
mod eventual_consistency;
mod failed_resources;
mod fault;
mod fault_injector;
mod interrupted;
mod lifecycle;
mod maintenance;
mod memory_env;
mod memory_journal;
mod overdue;
mod ownership;
mod plan_conformance;
mod planner;
mod preflight;
mod recovery;
mod regression_writer;
mod regressions;
mod repository;
mod restore;
mod seeded_rng;
mod stacks;
mod temp_dir_env;
mod throttle;
mod upgrade;
mod verify;
