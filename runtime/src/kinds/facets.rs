//! What each kind must have beside its fields.

pub(crate) use crate::resource::permission::Permissions;
pub(crate) use crate::resource::{Advice, Kind};
pub(crate) use crate::sandbox::Simulated;

/// What each kind must have beside its fields. A kind that lacks a facet, or with the feature `aws` an adapter, does not compile
/// once it is in the registry.
pub(crate) trait Facets: Kind {
    /// What the calls of its adapter take of IAM.
    const PERMISSIONS: Permissions;
    /// How the sandbox simulates it.
    const SANDBOX: Simulated;
    /// What to do about it when AWS has given it up, by AWS's words; the first row that fits holds.
    const ADVICE: &'static [Advice];
}
