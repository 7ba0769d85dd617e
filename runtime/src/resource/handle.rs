//! Resources of a blueprint, as what other resources refer to.

use super::Ref;
use std::marker::PhantomData;

/// A resource of a blueprint, from which references to its outputs are taken.
#[derive(Debug)]
pub struct Handle<K> {
    address: String,
    kind: PhantomData<fn() -> K>,
}

impl<K> Handle<K> {
    /// Names the resource at an address.
    pub(crate) fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            kind: PhantomData,
        }
    }

    /// Returns where in the graph the resource stands, as `network.vpc`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn output<T>(&self, output: &str) -> Ref<T> {
        Ref::new(&self.address, output)
    }
}
