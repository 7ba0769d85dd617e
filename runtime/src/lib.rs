//! Declares a whole Moodle site on AWS in one Rust file, and deploys it.

#[cfg(feature = "aws")]
pub mod aws;
pub mod blueprint;
mod cli;
pub mod clock;
mod declaration;
mod diagnosis;
mod elapsed;
pub mod execute;
pub mod journal;
pub mod kinds;
mod logged;
#[cfg(feature = "aws")]
mod oci;
pub mod operations;
pub mod plan;
pub mod policy;
pub mod provider;
mod report;
pub mod resource;
mod retry;
pub mod sandbox;
pub mod secret;
pub mod spec;
mod template;
mod timestamp;
mod token;
pub mod verify;

pub use cli::run;
pub use moodle_stack_macros::moodle_stack;
pub use moodle_stack_model as model;
