//! How one kind of resource is created, read, changed and deleted through the AWS SDK.

use super::changed::Changed;
use super::clients::Clients;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, Scope, Target};
use crate::resource::Kind;
use std::future::Future;

/// The adapter of one kind. `self` is the resolved fields: every reference is a value.
///
/// The contracts are those of [`crate::provider::Provider`], which this implements for one kind.
#[diagnostic::on_unimplemented(
    message = "the kind `{Self}` has no adapter",
    label = "in its folder's `aws.rs`: `impl Adapter for {Self}`, through the AWS SDK"
)]
pub(crate) trait Adapter: Kind {
    /// Looks for the resource by name or tags; see [`crate::provider::Provider::find`].
    fn find(&self, cx: &Cx<'_>) -> impl Future<Output = Result<Option<String>, ApiError>>;

    /// Lists the stack's resources of this kind in a region; see [`crate::provider::Provider::list`].
    fn list(lx: &Listing<'_>) -> impl Future<Output = Result<Vec<Owned>, ApiError>>;

    /// Creates it with one call, and returns its id.
    fn create(&self, cx: &Cx<'_>) -> impl Future<Output = Result<String, ApiError>>;

    /// Sets the fields and constants that `create` could not set, or those that have changed. Takes each name in
    /// `changed` at the place that sends it. Idempotent.
    fn configure(&self, _cx: &Cx<'_>, _id: &str, _changed: &Changed<'_>) -> impl Future<Output = Result<(), ApiError>> {
        std::future::ready(Ok(()))
    }

    /// Reads it; `None` if it does not exist.
    fn read(&self, cx: &Cx<'_>, id: &str) -> impl Future<Output = Result<Option<Live>, ApiError>>;

    /// Explains why it is not ready or not gone yet; see [`crate::provider::Provider::explain`].
    fn explain(&self, _cx: &Cx<'_>, _id: &str) -> impl Future<Output = Vec<String>> {
        std::future::ready(Vec::new())
    }

    /// Gives it its tags again. A kind whose `read` reports the owner has this.
    fn tag(&self, _cx: &Cx<'_>, _id: &str) -> impl Future<Output = Result<(), ApiError>> {
        let message = "its tags are not read, so they cannot be missing";
        let error = ApiError::new(ApiErrorKind::Internal, Self::INFO.name, "NotTagged", message);
        std::future::ready(Err(error))
    }

    /// Takes one step of its deletion.
    fn delete(&self, cx: &Cx<'_>, id: &str) -> impl Future<Output = Result<Deletion, ApiError>>;
}

/// The context of one call: the resource, and the clients.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    /// The clients of all regions.
    pub(crate) clients: &'a Clients,
    /// The resource.
    pub(crate) target: &'a Target,
}

/// The context of one listing: its scope, and the clients.
#[derive(Clone, Copy)]
pub(crate) struct Listing<'a> {
    /// The clients of all regions.
    pub(crate) clients: &'a Clients,
    /// What is listed.
    pub(crate) scope: &'a Scope<'a>,
}
