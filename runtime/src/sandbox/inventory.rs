//! Lists what exists in the sandbox, for tests that compare two moments.

use super::Sandbox;
use super::simulation::Phase;
use crate::provider::{RESOURCE_TAG, SPEC_HASH_TAG};
use serde_json::Value;

/// A resource that exists in the sandbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its ID.
    pub id: String,
    /// Its kind, by AWS's name for it.
    pub kind: String,
    /// The region that it is in.
    pub region: String,
    /// Its address, from its tags.
    pub address: String,
    /// Its spec hash, from its tags.
    pub spec_hash: String,
    /// Its fields.
    pub fields: Value,
    /// Whether it is ready.
    pub is_ready: bool,
}

impl Sandbox {
    /// Lists all resources except those that are being deleted.
    #[must_use]
    pub fn inventory(&self) -> Vec<Item> {
        self.look(|simulation| {
            let resources = simulation.resources.iter();
            let resources = resources
                .filter(|(_, resource)| !matches!(resource.phase, Phase::Going { .. } | Phase::Closing { .. }));
            let item = |(id, resource): (&String, &super::simulation::Resource)| Item {
                id: id.clone(),
                kind: resource.kind.clone(),
                region: resource.region.clone(),
                address: resource.tags.get(RESOURCE_TAG).cloned().unwrap_or_default(),
                spec_hash: resource.tags.get(SPEC_HASH_TAG).cloned().unwrap_or_default(),
                fields: resource.fields.clone(),
                is_ready: resource.phase == Phase::Ready,
            };
            resources.map(item).collect()
        })
    }
}
