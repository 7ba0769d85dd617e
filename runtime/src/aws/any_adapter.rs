//! The adapter of any kind, which is known only when it runs.

use super::{Adapter, Changed, Cx, Listing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned};
use crate::resource::{Kind, known};
use serde_json::Value;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

/// A boxed call, so that the caller's future is not as large as the largest kind's.
type Call<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + 'a>>;

/// A boxed explanation.
type Explained<'a> = Pin<Box<dyn Future<Output = Vec<String>> + 'a>>;

/// The adapter of one kind, over fields in JSON: [`Adapter`] without the type of the kind.
pub(crate) trait AnyAdapter: Sync {
    /// See [`Adapter::find`].
    fn find<'a>(&self, cx: Cx<'a>, fields: &'a Value) -> Call<'a, Option<String>>;

    /// See [`Adapter::list`].
    fn list<'a>(&self, lx: Listing<'a>) -> Call<'a, Vec<Owned>>;

    /// See [`Adapter::create`].
    fn create<'a>(&self, cx: Cx<'a>, fields: &'a Value) -> Call<'a, String>;

    /// See [`Adapter::configure`].
    fn configure<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value, changed: &'a Changed<'a>) -> Call<'a, ()>;

    /// See [`Adapter::read`].
    fn read<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, Option<Live>>;

    /// See [`Adapter::explain`].
    fn explain<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Explained<'a>;

    /// See [`Adapter::tag`].
    fn tag<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, ()>;

    /// See [`Adapter::delete`].
    fn delete<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, Deletion>;
}

/// The adapter of one kind.
pub(crate) struct AdapterOf<K>(PhantomData<fn() -> K>);

impl<K> AdapterOf<K> {
    /// The adapter.
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<K: Adapter> AnyAdapter for AdapterOf<K> {
    fn find<'a>(&self, cx: Cx<'a>, fields: &'a Value) -> Call<'a, Option<String>> {
        Box::pin(async move { parse::<K>(fields)?.find(&cx).await })
    }

    fn list<'a>(&self, lx: Listing<'a>) -> Call<'a, Vec<Owned>> {
        Box::pin(async move { K::list(&lx).await })
    }

    fn create<'a>(&self, cx: Cx<'a>, fields: &'a Value) -> Call<'a, String> {
        Box::pin(async move { parse::<K>(fields)?.create(&cx).await })
    }

    fn configure<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value, changed: &'a Changed<'a>) -> Call<'a, ()> {
        Box::pin(async move { parse::<K>(fields)?.configure(&cx, id, changed).await })
    }

    fn read<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, Option<Live>> {
        Box::pin(async move { parse::<K>(&known(&K::INFO, fields))?.read(&cx, id).await })
    }

    fn explain<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Explained<'a> {
        Box::pin(async move {
            match parse::<K>(&known(&K::INFO, fields)) {
                Ok(kind) => kind.explain(&cx, id).await,
                Err(_) => Vec::new(),
            }
        })
    }

    fn tag<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, ()> {
        Box::pin(async move { parse::<K>(&known(&K::INFO, fields))?.tag(&cx, id).await })
    }

    fn delete<'a>(&self, cx: Cx<'a>, id: &'a str, fields: &'a Value) -> Call<'a, Deletion> {
        Box::pin(async move { parse::<K>(&known(&K::INFO, fields))?.delete(&cx, id).await })
    }
}

fn parse<K: Kind>(fields: &Value) -> Result<K, ApiError> {
    K::deserialize(fields).map_err(|error| {
        ApiError::new(
            ApiErrorKind::Internal,
            K::INFO.name,
            "Fields",
            format!("the fields cannot be read: {error}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::elb::ListenerRule;

    #[test]
    fn what_was_found_and_is_not_known_in_all_fields_can_be_read_and_deleted() {
        let kind = &ListenerRule::INFO;
        let mut fields = (kind.blank)();
        fields["priority"] = 7.into();
        let all = fields.clone();
        fields["listener"] = Value::Null;
        assert!(parse::<ListenerRule>(&fields).is_err());
        assert_eq!(known(kind, &fields), all);
        assert!(parse::<ListenerRule>(&known(kind, &fields)).is_ok());
    }
}
