//! What the sandbox keeps of the tasks of a service.

use serde::{Deserialize, Serialize};

/// How many tasks a service has.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Count {
    /// How many it is to have.
    pub(super) desired: u32,
    /// How many it had before.
    pub(super) before: u32,
    /// Until when.
    pub(super) until: f64,
}

/// A rollout that ECS's circuit breaker has undone: the service runs the tasks that it ran before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Rollback {
    /// The task definition whose tasks did not get well.
    pub(super) task_definition: String,
    /// Why, in AWS's words.
    pub(super) cause: String,
}
