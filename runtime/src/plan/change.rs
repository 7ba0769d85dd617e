//! How a field changes.

use serde::Serialize;
use serde_json::Value;

/// How one field changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Its old value.
    pub from: Value,
    /// Its new value; `null` if it has a reference whose value is not known yet.
    pub to: Value,
    /// Whether it was changed outside of this program.
    pub drift: bool,
}
