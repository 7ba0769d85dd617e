//! Requests that AWS accepts or refuses: a creation, a change or a restore.

use super::simulation::{Resource, Simulation};
use crate::provider::{ApiError, ApiErrorKind, Target};
use crate::resource::{Kind, spec};
use serde_json::Value;
use std::collections::BTreeMap;

/// Returns the name of a call for a resource, such as `ec2:CreateSubnet`.
pub(super) fn call(verb: &str, target: &Target) -> String {
    let noun = target.kind.name.rsplit("::").next().unwrap_or_default();
    format!("{}:{verb}{noun}", target.kind.service)
}

/// A creation, or a change, that AWS accepts or refuses.
pub(crate) struct Request<'a> {
    /// What exists.
    pub(crate) simulation: &'a Simulation,
    /// The resource.
    pub(crate) target: &'a Target,
    /// Its fields.
    pub(super) fields: &'a Value,
    /// `Create` or `Modify`.
    pub(super) verb: &'static str,
    /// The ID of the resource that is changed; empty for a creation.
    pub(super) itself: &'a str,
}

impl Request<'_> {
    /// Reads the fields as those of a kind.
    pub(crate) fn spec<K: Kind>(&self) -> Result<K, ApiError> {
        read(self.target, self.fields)
    }

    /// Returns all other resources of the same kind.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Resource> {
        let all = self.simulation.resources.iter();
        let others = all.filter(|(id, one)| one.kind == self.target.kind.name && *id != self.itself);
        others.map(|(_, one)| one)
    }

    /// Refuses it.
    pub(crate) fn refuse<T>(&self, code: &str, message: impl Into<String>) -> Result<T, ApiError> {
        let call = call(self.verb, self.target);
        Err(ApiError::new(ApiErrorKind::Invalid, &call, code, message))
    }
}

/// A resource that is being created, possibly from a backup.
pub(crate) struct New<'a> {
    /// The resource.
    pub(super) target: &'a Target,
    /// Its fields.
    pub(super) fields: &'a Value,
    /// Its id.
    pub(crate) id: &'a str,
    /// Its outputs.
    pub(crate) outputs: &'a BTreeMap<String, String>,
}

impl New<'_> {
    /// Reads the fields as those of a kind.
    pub(crate) fn spec<K: Kind>(&self) -> Result<K, ApiError> {
        read(self.target, self.fields)
    }

    /// Returns the error for a backup that does not exist.
    pub(crate) fn no_copy(&self, code: &str, copy: &str) -> ApiError {
        let call = call("Restore", self.target);
        ApiError::new(ApiErrorKind::NotFound, &call, code, format!("{copy} does not exist"))
    }
}

fn read<K: Kind>(target: &Target, fields: &Value) -> Result<K, ApiError> {
    spec(fields).map_err(|error| {
        let message = format!("the fields cannot be read: {error}");
        ApiError::new(ApiErrorKind::Internal, target.kind.name, "Fields", message)
    })
}
