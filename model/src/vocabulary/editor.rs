//! What rust-analyzer sees of a declaration: `moodle_stack!` writes each section once more, as a struct with the user's own
//! tokens, for it alone. Nobody else calls anything here.

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
pub use super::trail::trail;

/// Stands for all that a section leaves out, so that nothing is missing from it.
#[must_use]
pub fn rest<T>(_: &str) -> T {
    unreachable!("only rust-analyzer reads this, and it runs nothing")
}

/// Stands for a value, so that it fits whatever its key takes: the macro checks that, and says it better.
#[must_use]
pub fn any<A, B>(_: A) -> B {
    rest("")
}
