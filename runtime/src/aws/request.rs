//! Building requests, in the types of the SDK.

use super::adapter::Cx;
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::Ref;
use aws_smithy_types::error::operation::BuildError;

/// Converts the error that a request cannot be built, because a required value is missing.
pub(crate) fn unbuilt(call: &'static str) -> impl Fn(BuildError) -> ApiError {
    move |error| ApiError::new(ApiErrorKind::Internal, call, "NotBuilt", error.to_string())
}

/// Converts a number of a declaration, which rules keep small, to AWS's type.
pub(crate) fn int(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Returns the values of references.
pub(crate) fn values<T>(references: &[Ref<T>]) -> impl Iterator<Item = &str> {
    references.iter().map(Ref::value)
}

/// Returns the values of references, as an owned list for the SDK.
pub(crate) fn list<T>(references: &[Ref<T>]) -> Vec<String> {
    values(references).map(str::to_owned).collect()
}

impl Cx<'_> {
    /// Returns the resource's tags in the type of its service's SDK.
    pub(crate) fn tags<T>(&self, tag: impl Fn(String, String) -> T) -> Vec<T> {
        let tags = self.target.tags().into_iter();
        tags.map(|(key, value)| tag(key, value)).collect()
    }

    /// Returns the resource's tags in the type of its service's SDK, which validates each.
    pub(crate) fn checked_tags<T>(
        &self,
        call: &'static str,
        tag: impl Fn(String, String) -> Result<T, BuildError>,
    ) -> Result<Vec<T>, ApiError> {
        self.tags(tag)
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(unbuilt(call))
    }
}
