//! The copies that a stack is created from, if it does not start empty.

use serde::{Deserialize, Serialize};

/// The copies of another stack's data that a stack is created from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The stack whose data they are.
    pub stack: String,
    /// The name of the copies.
    pub name: String,
    /// The ARN of the copy of the database.
    pub database: String,
    /// The ARN of the copy of the files.
    pub files: String,
    /// The vault of the copy of the files.
    pub vault: String,
}
