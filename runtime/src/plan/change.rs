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

    /// Returns the tags that are missing, such as `moodle-stack:stack=campus`.
    #[must_use]
    pub fn missing_tags(&self) -> String {
        let tags = self.to.as_object().into_iter().flatten();
        let tags = tags.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()));
        tags.collect::<Vec<_>>().join(" ")
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
