//! The worked example of `CONTRIBUTING.md`: a kind with all of its facets. Only unit tests have it, so it needs no
//! place in a stack, and no SDK.

mod queue;
mod tests;

pub(crate) use queue::Queue;
