//! What rust-analyzer sees of a declaration: `moodle_stack!` also expands each section to a struct with the user's own
//! tokens, only for rust-analyzer. Nothing else uses this module.

pub use super::Architecture;
pub use super::architecture::dns;
pub use super::cache::cache;
pub use super::certificate::certificate;
pub use super::compute::{capacity, compute, cpu_architecture};
pub use super::database::{database, database_on_destroy};
pub use super::edge::{edge, waf};
pub use super::email::email;
pub use super::files::{files, files_on_destroy, throughput};
pub use super::journal::journal;
pub use super::load_balancer::{health_check, load_balancer};
pub use super::moodle::moodle;
pub use super::network::{nat, network};
pub use super::observability::observability;
pub use super::trail::{trail, trail_on_destroy};

/// Fills in all keys that a section omits.
#[must_use]
pub fn rest<T>(_: &str) -> T {
    unreachable!("only rust-analyzer reads this, and it runs nothing")
}

/// Makes a value fit any key: the macro checks the type, and reports it better.
#[must_use]
pub fn any<A, B>(_: A) -> B {
    rest("")
}
