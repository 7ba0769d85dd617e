//! What a stack is made from, where it is not made empty.

use serde::{Deserialize, Serialize};

/// The copies of another stack's data that a stack is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The stack that they are of.
    pub stack: String,
    /// What the copies are called.
    pub name: String,
    /// The copy of the database: its ARN.
    pub database: String,
    /// The copy of the files: its ARN.
    pub files: String,
    /// The vault that it is in.
    pub vault: String,
}
