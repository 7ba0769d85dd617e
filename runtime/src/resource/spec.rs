//! Reading a resource's fields as those of its kind.

use super::Kind;
use serde_json::Value;

/// Reads fields as those of a kind. A field that is missing or null, as of a resource that was found without a journal, has in it
/// what it has when there is nothing.
pub fn spec<K: Kind>(fields: &Value) -> Result<K, serde_json::Error> {
    K::deserialize(known(&K::INFO, fields))
}

/// Returns the fields of a kind, where those that are missing or null have in them what they have when there is nothing.
#[must_use]
pub fn known(kind: &super::KindInfo, fields: &Value) -> Value {
    let known = fields.as_object().into_iter().flatten();
    let known = known.filter(|(_, value)| !value.is_null());
    kind.filled(known.map(|(field, value)| (field.clone(), value.clone())))
}
