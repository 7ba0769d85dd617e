//! How a field changes.

use serde::Serialize;
use serde_json::Value;

impl FieldChange {
    /// The name of the change that gives a resource its tags again. No kind has a field of this name.
    pub const TAGS: &'static str = "tags";

    /// Returns whether only tags are missing.
    #[must_use]
    pub fn is_tags(&self) -> bool {
        self.field == Self::TAGS
    }
}

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
