//! One-off tasks.

use crate::kinds::ecs::TaskDefinition;
use crate::resource::spec;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Moodle's tables in a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Site {
    /// Identifies this installation among all others.
    pub(super) identity: String,
    pub(super) version: String,
}

/// A one-off task.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) account: String,
    pub(super) cluster: String,
    pub(super) family: String,
    pub(super) started_by: String,
    pub(super) token: String,
    /// Its task definition's fields.
    pub(super) definition: Value,
    /// The command of its container.
    pub(super) command: Vec<String>,
    pub(super) stream: String,
    /// When its container starts, and when it ends.
    pub(super) from: f64,
    pub(super) until: f64,
    /// The exit code of the container.
    pub(super) exit: Option<i32>,
}

impl Task {
    /// Reads its task definition.
    pub(super) fn definition(&self) -> Option<TaskDefinition> {
        spec(&self.definition).ok()
    }
}

/// Seconds from the call to the container's start: the usual time to place a task on Fargate and pull its image.
pub(super) const PLACING: f64 = 45.0;

/// Returns how many seconds a task runs.
pub(super) fn seconds(command: &[String]) -> f64 {
    match command.first().map(String::as_str) {
        Some("install") => 150.0,
        Some("upgrade") => 90.0,
        _ => 5.0,
    }
}
