//! The interface between the engine and the world: the sandbox, or AWS.

mod error;
mod listing;
mod live;
mod target;

pub(crate) use error::NOT_SENT;
pub use error::{ApiError, ApiErrorKind};
pub use listing::{Owned, Scope};
pub use live::{Constant, Deletion, Live, State};
pub use target::{DEPLOYMENT_TAG, RESOURCE_TAG, Reference, SPEC_HASH_TAG, STACK_TAG, Target};

use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;
use std::future::Future;

/// The one interface between the executor and the world.
///
/// Every operation is one idempotent step: the executor calls `find` before `create`, calls `configure` after each creation
/// and for each change, and reads until the resource is ready.
pub trait Provider {
    /// Finds a resource of this stack by its deterministic name or its tags, and returns its id.
    ///
    /// A resource of that name that this stack does not own is an [`ApiErrorKind::NotOwned`]. A resource that is being
    /// deleted is not found.
    fn find(&self, target: &Target, fields: &Value) -> impl Future<Output = Result<Option<String>, ApiError>>;

    /// Creates the resource with one call, and returns its id. The call carries [`Target::token`] if AWS takes a client
    /// token, and [`Target::tags`] if it takes tags.
    fn create(&self, target: &Target, fields: &Value) -> impl Future<Output = Result<String, ApiError>>;

    /// Sets what can be changed in place to `fields`. Idempotent, and makes only the calls that are needed: `changed`
    /// names the fields that differ. After a creation it is empty, and everything that `create` did not set must be
    /// set.
    fn configure(
        &self,
        target: &Target,
        id: &str,
        fields: &Value,
        changed: &[String],
    ) -> impl Future<Output = Result<(), ApiError>>;

    /// Reads the resource; `None` if it does not exist. `fields` is what was last applied.
    fn read(&self, target: &Target, id: &str, fields: &Value) -> impl Future<Output = Result<Option<Live>, ApiError>>;

    /// Takes one step to delete the resource. `fields` is what was last applied. The executor calls again while the
    /// result is [`Deletion::NotYet`], then reads until the resource no longer exists.
    fn delete(&self, target: &Target, id: &str, fields: &Value) -> impl Future<Output = Result<Deletion, ApiError>>;

    /// Lists the resources of one kind in one region that the stack owns, with any address, spec hash and deployment,
    /// even if they are no longer declared. A resource that is being deleted is not listed.
    fn list(&self, scope: &Scope<'_>) -> impl Future<Output = Result<Vec<Owned>, ApiError>>;

    /// Asks about something that a declaration names and does not create, and changes nothing. Anything that does not exist
    /// is left out of the answer.
    fn preflight(&self, question: &PreflightQuery) -> impl Future<Output = Result<PreflightAnswers, ApiError>>;
}
