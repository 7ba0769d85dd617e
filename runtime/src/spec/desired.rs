//! One desired resource.

use crate::resource::{KindInfo, Retention};
use serde_json::Value;
use std::collections::BTreeSet;

/// One desired resource.
#[derive(Clone, Debug)]
pub struct Desired {
    /// Its kind.
    pub kind: &'static KindInfo,
    /// The region that it is in.
    pub region: String,
    /// Its name; for a kind without names, the value of its `Name` tag.
    pub name: String,
    /// A hash of everything that cannot be changed in place. Two resources of one address with different hashes are not
    /// the same.
    pub spec_hash: String,
    /// Its fields, with references in them.
    pub fields: Value,
    /// The addresses that its fields refer to.
    pub depends: BTreeSet<String>,
    /// The key in the declaration that it is derived from, such as `network.zones`.
    pub key: &'static str,
}

impl Desired {
    /// Returns what the declaration says happens to it when it is no longer declared; `None` for a kind without the choice.
    #[must_use]
    pub fn retention(&self) -> Option<Retention> {
        let has_choice = self.kind.fields.contains(&Retention::FIELD);
        has_choice.then(|| Retention::of(&self.fields))
    }
}
