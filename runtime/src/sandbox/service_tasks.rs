//! What the sandbox records about the tasks of a service.

use serde::{Deserialize, Serialize};

/// How many tasks a service has.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Count {
    /// The desired number.
    pub(super) desired: u32,
    /// The number before.
    pub(super) before: u32,
    /// When the desired number is reached.
    pub(super) until: f64,
}

/// A rollout that ECS's circuit breaker has undone: the service runs the tasks that it ran before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Rollback {
    /// The task definition whose tasks did not become healthy.
    pub(super) task_definition: String,
    /// Why, in AWS's words.
    pub(super) cause: String,
}
