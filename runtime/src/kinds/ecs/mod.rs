//! Amazon ECS.

mod advice;
#[cfg(feature = "aws")]
pub(super) mod aws;
mod cluster;
mod permissions;
mod sandbox;
mod service;
mod task_definition;

pub(in crate::kinds) use advice::TASKS;
pub use cluster::Cluster;
pub(in crate::kinds) use sandbox::ECS;
pub use service::{Service, Shares};
pub use task_definition::{CONTAINER, TaskDefinition, Volume};
