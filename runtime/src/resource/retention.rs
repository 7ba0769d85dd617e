//! What becomes of a resource that is no longer declared.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What becomes of a resource that is no longer declared, or whose stack is destroyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Retention {
    /// It is unknown: the resource was found without its declaration.
    #[default]
    #[serde(rename = "")]
    Unknown,
    /// It is kept.
    Retain,
    /// It is deleted, and leaves a last snapshot.
    Snapshot,
    /// It is deleted.
    Delete,
}

impl Retention {
    /// The field of a kind that says it.
    pub const FIELD: &'static str = "on_destroy";

    /// Reads it from a resource's fields.
    #[must_use]
    pub fn of(fields: &Value) -> Self {
        Self::deserialize(&fields[Self::FIELD]).unwrap_or_default()
    }
}
