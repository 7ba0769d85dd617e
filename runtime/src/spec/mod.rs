//! The spec of a resource, and the source of a stack's data, as plain data that the journal, the blueprint and the
//! engine share.

mod desired;
mod restore_source;

pub use desired::Desired;
pub use restore_source::RestoreSource;
