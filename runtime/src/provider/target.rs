//! The resource that a call is about, and the tags that identify it.

use super::Owner;
use crate::resource::KindInfo;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The tag that names the stack.
pub const STACK_TAG: &str = "moodle-stack:stack";
/// The tag that names the address.
pub const RESOURCE_TAG: &str = "moodle-stack:resource";
/// The tag that distinguishes two resources at one address.
pub const SPEC_HASH_TAG: &str = "moodle-stack:generation";
/// The tag that names the deployment that created the resource.
pub const DEPLOYMENT_TAG: &str = "moodle-stack:deployment";

/// The tags that identify a resource.
const IDENTIFYING: [&str; 3] = [STACK_TAG, RESOURCE_TAG, SPEC_HASH_TAG];

/// The resource that a call is about.
#[derive(Clone, Debug)]
pub struct Target {
    /// The stack's name.
    pub stack: String,
    /// The account.
    pub account: String,
    /// The address of the resource in the graph.
    pub address: String,
    /// Its kind.
    pub kind: &'static KindInfo,
    /// The region that it is in.
    pub region: String,
    /// Its name, or the value of its `Name` tag.
    pub name: String,
    /// Distinguishes two resources at one address while one replaces the other.
    pub spec_hash: String,
    /// The number of the deployment that creates it.
    pub deployment: String,
    /// A client token: the same for every try of one creation, another for the next; 32 hexadecimal digits.
    pub token: String,
    /// The values of its references; only when it is created or changed.
    pub references: Vec<Reference>,
    /// The IDs of the stack's resources that depend on it; only when it is refreshed or changed. A list of what is in a
    /// resource may show them without their tags.
    pub dependents: Vec<String>,
}

/// A value that one resource takes from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The kind of the other, by AWS's name.
    pub kind: String,
    /// The value.
    pub value: String,
}

impl Target {
    /// Returns the tags that the resource has, `Name` among them.
    #[must_use]
    pub fn tags(&self) -> Vec<(String, String)> {
        [
            ("Name", &self.name),
            (STACK_TAG, &self.stack),
            (RESOURCE_TAG, &self.address),
            (SPEC_HASH_TAG, &self.spec_hash),
            (DEPLOYMENT_TAG, &self.deployment),
        ]
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .into()
    }

    /// Returns who owns a resource with these tags.
    pub fn owner<'t>(&self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Owner {
        let tags: BTreeMap<&str, &str> = tags.into_iter().collect();
        if let Some(stack) = tags.get(STACK_TAG).filter(|stack| **stack != self.stack) {
            return Owner::Other((*stack).to_owned());
        }
        let own: BTreeMap<String, String> = self.tags().into_iter().collect();
        let missing = IDENTIFYING
            .iter()
            .filter_map(|key| own.get_key_value(*key))
            .filter(|(key, value)| tags.get(key.as_str()) != Some(&value.as_str()));
        let missing: BTreeMap<String, String> = missing.map(|(key, value)| (key.clone(), value.clone())).collect();
        if missing.is_empty() {
            Owner::Stack
        } else {
            Owner::Nobody(missing)
        }
    }

    /// Returns whether tags identify a resource as this one.
    pub fn owns<'t>(&self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> bool {
        self.owner(tags) == Owner::Stack
    }
}
