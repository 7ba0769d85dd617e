//! References between resources: typed, and the only source of dependencies.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use std::fmt;
use std::marker::PhantomData;

/// The key that marks a reference in a resource's fields.
const MARK: &str = "$ref";
/// The key that marks a text that is joined from parts, some of which are references.
const JOIN: &str = "$join";

/// A reference to an output of another resource, such as `Ref<VpcId>`.
///
/// In a graph it names the resource and the output; when a provider gets it, it holds the value. Take a reference from
/// the resource that makes the value usable: take a subnet with a route to the internet from its route table, and a
/// file system that can be mounted from its mount targets.
pub struct Ref<T> {
    value: Source,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// Each is `address:output`. If there are several, all have the same value, and all must be known.
    Outputs(Vec<String>),
    Known(String),
}

impl<T> Ref<T> {
    /// Refers to one output of the resource at an address.
    pub(crate) fn new(address: &str, output: &str) -> Self {
        Self {
            value: Source::Outputs(vec![format!("{address}:{output}")]),
            of: PhantomData,
        }
    }

    /// Refers to a value that several resources have in common, such as the file system of two mount targets.
    pub(crate) fn agreed(refs: impl IntoIterator<Item = Self>) -> Self {
        let outputs = refs.into_iter().flat_map(|one| match one.value {
            Source::Outputs(outputs) => outputs,
            Source::Known(_) => Vec::new(),
        });
        Self {
            value: Source::Outputs(outputs.collect()),
            of: PhantomData,
        }
    }

    /// Holds a value that is not an output of this stack, such as a certificate's ARN from the declaration.
    pub fn known(value: impl Into<String>) -> Self {
        Self {
            value: Source::Known(value.into()),
            of: PhantomData,
        }
    }

    /// Returns the value; empty until it is known. A provider gets only known values.
    #[must_use]
    pub fn value(&self) -> &str {
        match &self.value {
            Source::Known(value) => value,
            Source::Outputs(_) => "",
        }
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Source::Known(value) => serializer.serialize_str(value),
            Source::Outputs(outputs) => json!({ MARK: outputs }).serialize(serializer),
        }
    }
}

impl<'de, T> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::known)
    }
}

/// A text with references in it, such as `https://<endpoint>:6379`.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined(Vec<Value>);

impl Joined {
    /// Starts with a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Value::String(text.into())])
    }

    /// Starts with a reference.
    #[must_use]
    pub fn reference<T>(reference: &Ref<T>) -> Self {
        Self(Vec::new()).then(reference)
    }

    /// Appends a reference.
    #[must_use]
    pub fn then<T>(mut self, reference: &Ref<T>) -> Self {
        self.0.push(match &reference.value {
            Source::Known(value) => Value::String(value.clone()),
            Source::Outputs(outputs) => json!({ MARK: outputs }),
        });
        self
    }

    /// Appends a text.
    #[must_use]
    pub fn push(mut self, text: impl Into<String>) -> Self {
        self.0.push(Value::String(text.into()));
        self
    }

    /// Returns the text; complete once every reference in it has a value.
    #[must_use]
    pub fn value(&self) -> String {
        self.0.iter().filter_map(Value::as_str).collect()
    }
}

impl Serialize for Joined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.iter().all(Value::is_string) {
            serializer.serialize_str(&self.value())
        } else {
            json!({ JOIN: self.0 }).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Joined {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::text)
    }
}

/// One reference found in a resource's fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Used {
    /// The top-level field that contains it.
    pub field: String,
    /// The address of the resource that it refers to.
    pub address: String,
    /// The output that it refers to.
    pub output: String,
}

/// Finds every reference in a resource's fields.
#[must_use]
pub fn used(fields: &Value) -> Vec<Used> {
    let mut found = Vec::new();
    if let Value::Object(fields) = fields {
        for (field, value) in fields {
            walk(value, &mut |outputs| {
                for output in outputs.iter().filter_map(Value::as_str) {
                    if let Some((address, output)) = output.split_once(':') {
                        found.push(Used {
                            field: field.clone(),
                            address: address.into(),
                            output: output.into(),
                        });
                    }
                }
            });
        }
    }
    found.sort();
    found.dedup();
    found
}

fn walk(value: &Value, visit: &mut impl FnMut(&[Value])) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Array(outputs)) = map.get(MARK) {
                visit(outputs);
                return;
            }
            map.values().for_each(|value| walk(value, visit));
        }
        Value::Array(items) => items.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

/// Replaces references by values; returns `None` if a value is not known yet.
///
/// `look_up` takes the address and the output.
pub fn resolve(value: &Value, look_up: &impl Fn(&str, &str) -> Option<String>) -> Option<Value> {
    match value {
        Value::Object(map) => {
            if let Some(Value::Array(outputs)) = map.get(MARK) {
                let mut values = outputs.iter().filter_map(Value::as_str).map(|output| {
                    let (address, output) = output.split_once(':')?;
                    look_up(address, output)
                });
                let first = values.next()??;
                return values.all(|value| value.is_some()).then_some(Value::String(first));
            }
            if let Some(Value::Array(parts)) = map.get(JOIN) {
                let parts: Option<Vec<Value>> = parts.iter().map(|part| resolve(part, look_up)).collect();
                return Some(Value::String(parts?.iter().filter_map(Value::as_str).collect()));
            }
            let resolved: Option<serde_json::Map<String, Value>> = map
                .iter()
                .map(|(key, value)| Some((key.clone(), resolve(value, look_up)?)))
                .collect();
            resolved.map(Value::Object)
        }
        Value::Array(items) => {
            let resolved: Option<Vec<Value>> = items.iter().map(|item| resolve(item, look_up)).collect();
            resolved.map(Value::Array)
        }
        plain => Some(plain.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Id {}

    #[test]
    fn references_are_found_at_every_depth() {
        let vpc: Ref<Id> = Ref::new("network.vpc", "id");
        let joined = Joined::text("https://").then(&vpc).push("/");
        let fields = json!({ "vpc": vpc, "deep": [{ "url": joined }], "plain": "network.vpc:id" });
        let found = used(&fields);
        assert_eq!(
            found.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["deep", "vpc"]
        );
        assert!(
            found
                .iter()
                .all(|one| one.address == "network.vpc" && one.output == "id")
        );
    }

    #[test]
    fn resolving_needs_a_value_for_every_reference() {
        let both: Ref<Id> = Ref::agreed([
            Ref::new("files.mount-a", "file_system"),
            Ref::new("files.mount-b", "file_system"),
        ]);
        let fields = json!({ "fs": both, "url": Joined::text("nfs://").then(&both) });
        let one = |address: &str, _: &str| (address == "files.mount-a").then(|| "fs-1".to_owned());
        assert_eq!(resolve(&fields, &one), None);
        let all = |_: &str, _: &str| Some("fs-1".to_owned());
        assert_eq!(
            resolve(&fields, &all),
            Some(json!({ "fs": "fs-1", "url": "nfs://fs-1" }))
        );
    }
}
