//! The adapters of all kinds.

use super::any_adapter::{AdapterOf, AnyAdapter};
use crate::kinds::for_each_kind;
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::KindInfo;

/// Builds the table of the given kinds. A kind without an adapter does not compile.
macro_rules! adapters {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( (
            <crate::kinds::$module::$kind as crate::resource::Kind>::INFO.name,
            &AdapterOf::<crate::kinds::$module::$kind>::NEW,
        ) ),+]
    };
}

/// Every kind, by AWS's name for it.
static ADAPTERS: &[(&str, &dyn AnyAdapter)] = for_each_kind!(adapters);

/// Finds the adapter of a kind.
pub(super) fn adapter(kind: &KindInfo) -> Result<&'static dyn AnyAdapter, ApiError> {
    let found = ADAPTERS.iter().find(|(name, _)| *name == kind.name);
    let found = found.map(|(_, adapter)| *adapter);
    found.ok_or_else(|| ApiError::new(ApiErrorKind::Internal, kind.name, "Kind", "no such kind"))
}
