//! The backup that a stack is restored from.

use serde::{Deserialize, Serialize};

/// A backup of another stack, from which a new stack is restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreSource {
    /// The name of the stack that was backed up.
    pub stack: String,
    /// The backup's name.
    pub name: String,
    /// The ARN of the database snapshot.
    pub database: String,
    /// The ARN of the recovery point of the files.
    pub files: String,
    /// The backup vault that holds the recovery point.
    pub vault: String,
}
