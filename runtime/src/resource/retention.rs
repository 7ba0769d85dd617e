//! What happens to a resource that is no longer declared.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What happens to a resource that is no longer declared, or whose stack is destroyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Retention {
    /// It is unknown, because the resource was found without its declaration.
    #[default]
    #[serde(rename = "")]
    Unknown,
    /// The resource is kept.
    Retain,
    /// The resource is deleted, and its final snapshot is kept.
    Snapshot,
    /// The resource is deleted.
    Delete,
}

impl Retention {
    /// The field of a kind that holds the retention.
    pub const FIELD: &'static str = "on_destroy";

    /// Reads the retention from a resource's fields.
    #[must_use]
    pub fn of(fields: &Value) -> Self {
        Self::deserialize(&fields[Self::FIELD]).unwrap_or_default()
    }
}
