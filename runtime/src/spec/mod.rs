//! What is declared of a resource, and of where a stack's data comes from: plain data, which the journal, the blueprint and
//! the engine share.

mod desired;
mod restore_source;

pub use desired::Desired;
pub use restore_source::RestoreSource;
