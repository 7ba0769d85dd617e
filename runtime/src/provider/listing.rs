//! Listing what a stack owns.

use super::{DEPLOYMENT_TAG, RESOURCE_TAG, Reference, SPEC_HASH_TAG, STACK_TAG};
use crate::resource::KindInfo;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The scope of a list: one stack, kind and region.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The stack's name.
    pub stack: &'a str,
    /// The account.
    pub account: &'a str,
    /// The stack's own region. Another stack of its name may be in another region, and a global service lists the resources
    /// of both.
    pub home: &'a str,
    /// The region that is listed.
    pub region: &'a str,
    /// The kind.
    pub kind: &'static KindInfo,
    /// The outputs of the stack's resources that are known so far: a resource without tags is found through the
    /// resource that it belongs to.
    pub known: &'a [Reference],
}

impl<'a> Scope<'a> {
    /// Returns the outputs of the known resources of a kind.
    pub fn known_of(&self, kind: &'static KindInfo) -> impl Iterator<Item = &'a str> {
        let known = self.known.iter().filter(|known| known.kind == kind.name);
        known.map(|known| known.value.as_str())
    }

    /// Returns the resource with these tags, with the address and the spec hash that they name; `None` if the stack does
    /// not own it.
    pub fn owned<'t>(&self, id: &str, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Owned> {
        let tags: BTreeMap<&str, &str> = tags.into_iter().collect();
        let tag = |key: &str| tags.get(key).copied().unwrap_or_default().to_owned();
        let is_owned = tag(STACK_TAG) == self.stack && !tag(RESOURCE_TAG).is_empty();
        is_owned.then(|| Owned {
            id: id.into(),
            address: tag(RESOURCE_TAG),
            spec_hash: tag(SPEC_HASH_TAG),
            deployment: tag(DEPLOYMENT_TAG),
            name: tag("Name"),
            fields: Map::new(),
        })
    }
}

/// A resource that the stack owns, by its tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Owned {
    /// Its id.
    pub id: String,
    /// Its address in the graph, or its former one.
    pub address: String,
    /// Distinguishes it from other resources at the same address.
    pub spec_hash: String,
    /// The number of the deployment that created it.
    pub deployment: String,
    /// Its name.
    pub name: String,
    /// The fields that its deletion needs, in the shape of the kind's own.
    pub fields: Map<String, Value>,
}

impl Owned {
    /// Adds a field that its deletion needs, in the shape of the kind's own.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }
}
