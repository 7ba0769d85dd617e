//! What the journal records about one resource.

use super::Phase;
use crate::kinds::ecr::SHARED;
use crate::kinds::info;
use crate::provider::Target;
use crate::resource::{Kind, KindInfo, Retention, spec};
use crate::spec::Desired;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the journal records about one resource: its phase and its applied fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its address in the graph.
    pub address: String,
    /// Its kind, by AWS's name.
    pub kind: String,
    /// The region that it lives in.
    pub region: String,
    /// Its name.
    pub name: String,
    /// Distinguishes it from its replacement.
    #[serde(rename = "generation")]
    pub spec_hash: String,
    /// The deployment that created it.
    pub deployment: String,
    /// The client token of its creation.
    pub token: String,
    /// Its id, once AWS has returned it.
    pub id: Option<String>,
    /// Its phase.
    #[serde(rename = "step")]
    pub phase: Phase,
    /// Its fields as last applied, or as they are being applied. Every reference is resolved.
    pub fields: Value,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
    /// The addresses that it refers to.
    pub depends: BTreeSet<String>,
    /// The key of the declaration that it is derived from.
    pub key: String,
}

impl Entry {
    /// Creates the intent: the entry of a resource that is about to be created.
    #[must_use]
    pub fn intend(address: &str, desired: &Desired, fields: Value, deployment: &str, token: String) -> Self {
        Self {
            address: address.into(),
            kind: desired.kind.name.into(),
            region: desired.region.clone(),
            name: desired.name.clone(),
            spec_hash: desired.spec_hash.clone(),
            deployment: deployment.into(),
            token,
            id: None,
            phase: Phase::Creating,
            fields,
            outputs: BTreeMap::new(),
            depends: desired.depends.clone(),
            key: desired.key.into(),
        }
    }

    /// Returns its kind; `None` if this version of the program does not know it.
    #[must_use]
    pub fn kind(&self) -> Option<&'static KindInfo> {
        info(&self.kind)
    }

    /// Returns whether it has the desired kind, region and spec hash.
    #[must_use]
    pub fn is_of(&self, desired: &Desired) -> bool {
        (&*self.kind, &self.region, &self.spec_hash) == (desired.kind.name, &desired.region, &desired.spec_hash)
    }

    /// Returns what happens to it when it is no longer declared.
    #[must_use]
    pub fn retention(&self) -> Retention {
        Retention::of(&self.fields)
    }

    /// Changes what happens to it when it is no longer declared.
    pub fn set_retention(&mut self, retention: Retention) {
        self.fields[Retention::FIELD] = serde_json::json!(retention);
    }

    /// Reads its fields as those of a kind; `None` if it is of another.
    #[must_use]
    pub fn spec<K: Kind>(&self) -> Option<K> {
        (self.kind == K::INFO.name).then(|| spec(&self.fields).ok())?
    }

    /// Returns whether a destroy retains it, because it is declared with `Retain`, because somebody else created it, or
    /// because it holds data and nobody declared what happens to that: an earlier version of this program created it, when
    /// its kind had no choice.
    #[must_use]
    pub fn is_retained(&self) -> bool {
        match self.retention() {
            Retention::Retain => true,
            Retention::Unknown if self.kind().is_some_and(|kind| kind.holds_data) => true,
            _ => self.outputs.get("owner").is_some_and(|owner| owner == SHARED),
        }
    }

    /// Returns what identifies it to a provider; `None` if this version of the program does not know its kind.
    #[must_use]
    pub fn target(&self, stack: &str, account: &str) -> Option<Target> {
        Some(Target {
            stack: stack.into(),
            account: account.into(),
            address: self.address.clone(),
            kind: self.kind()?,
            region: self.region.clone(),
            name: self.name.clone(),
            spec_hash: self.spec_hash.clone(),
            deployment: self.deployment.clone(),
            token: self.token.clone(),
            references: Vec::new(),
            dependents: Vec::new(),
        })
    }
}
