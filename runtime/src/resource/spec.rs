//! Reading the fields of a resource as the struct of its kind.

use super::Kind;
use serde_json::Value;

/// Reads fields as the struct of a kind. A field that is missing or null, such as in a resource that was found without
/// a journal, has its blank value.
pub fn spec<K: Kind>(fields: &Value) -> Result<K, serde_json::Error> {
    K::deserialize(known(&K::INFO, fields))
}

/// Returns all fields of a kind; those that are missing or null have their blank values.
#[must_use]
pub fn known(kind: &super::KindInfo, fields: &Value) -> Value {
    let known = fields.as_object().into_iter().flatten();
    let known = known.filter(|(_, value)| !value.is_null());
    kind.filled(known.map(|(field, value)| (field.clone(), value.clone())))
}
