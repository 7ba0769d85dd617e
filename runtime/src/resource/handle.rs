//! Handles of the resources in a graph.

use super::Ref;
use std::marker::PhantomData;

/// A resource in a graph, which returns references to its outputs.
#[derive(Debug)]
pub struct Handle<K> {
    address: String,
    kind: PhantomData<fn() -> K>,
}

impl<K> Handle<K> {
    /// Creates the handle of the resource at an address.
    pub(crate) fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            kind: PhantomData,
        }
    }

    /// Returns the resource's address in the graph, such as `network.vpc`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn output<T>(&self, output: &str) -> Ref<T> {
        Ref::new(&self.address, output)
    }
}
