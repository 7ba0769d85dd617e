//! The simulated AWS: in the process, without the SDK, and strict.
//!
//! It knows regions, the waiting states and waiting times of each kind, who refers to whom, unique names, and AWS's codes
//! for breaking any of that. The emulators that the SDK is tested against constraints none of it; this one does. What it knows
//! is generic over the kinds; what is special about one stands with the kind, in its facet for the sandbox.

mod constraints;
mod fields;
mod identity;
mod inventory;
mod moodle;
mod operations;
mod provider;
mod registry;
mod request;
mod service;
mod service_tasks;
mod simulated;
mod simulation;
mod store;
mod task;
mod template;

pub use inventory::Item;
pub(crate) use request::{New, Request};
pub(crate) use simulated::{Guest, HasSimulation, Sharing, Simulated, Wording};
pub(crate) use simulation::{Resource, Simulation};
pub use store::{Sandbox, SandboxError};
