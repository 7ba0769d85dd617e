//! The simulated AWS, strict and in-process, without the SDK.
//!
//! The sandbox checks regions, references and unique names, and refuses with AWS's error codes. It also has the states
//! and waiting times of each kind. The emulators that the SDK is tested against check none of this. The code here is
//! generic over the kinds; each kind's facet for the sandbox has what is special about that kind.

mod consistency;
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
