//! How one kind of resource is made, read, changed and deleted through the AWS SDK.

use super::changed::Changed;
use super::clients::Clients;
use crate::provider::{ApiError, Deletion, Live, Owned, Scope, Target};
use crate::resource::Kind;
use std::future::Future;

/// One kind's side of the SDK. `self` is always the resolved fields: every reference is a value.
///
/// The contracts are those of [`crate::provider::Provider`], of which this is one kind's part.
pub(crate) trait Adapter: Kind {
    /// Looks for the resource by name or tags; see [`crate::provider::Provider::find`].
    fn find(&self, cx: &Cx<'_>) -> impl Future<Output = Result<Option<String>, ApiError>>;

    /// Lists what is the stack's of this kind in a region; see [`crate::provider::Provider::list`].
    fn list(lx: &Listing<'_>) -> impl Future<Output = Result<Vec<Owned>, ApiError>>;

    /// Makes it with one call and returns its id.
    fn create(&self, cx: &Cx<'_>) -> impl Future<Output = Result<String, ApiError>>;

    /// Sets what `create` could not, or what has changed: it takes each field of `changed` where it sends it. Idempotent.
    fn configure(&self, _cx: &Cx<'_>, _id: &str, _changed: &Changed<'_>) -> impl Future<Output = Result<(), ApiError>> {
        std::future::ready(Ok(()))
    }

    /// Reads it; `None` if it is gone.
    fn read(&self, cx: &Cx<'_>, id: &str) -> impl Future<Output = Result<Option<Live>, ApiError>>;

    /// Takes one step towards its end.
    fn delete(&self, cx: &Cx<'_>, id: &str) -> impl Future<Output = Result<Deletion, ApiError>>;
}

/// What one call is about: which resource, and the clients of its region.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    /// The clients of all regions.
    pub(crate) clients: &'a Clients,
    /// The resource.
    pub(crate) target: &'a Target,
}

/// What one call lists: of which stack, and the clients of its region.
#[derive(Clone, Copy)]
pub(crate) struct Listing<'a> {
    /// The clients of all regions.
    pub(crate) clients: &'a Clients,
    /// What is listed.
    pub(crate) scope: &'a Scope<'a>,
}
