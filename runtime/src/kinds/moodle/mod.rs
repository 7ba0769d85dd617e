//! Moodle itself, as far as it is more than a container.

mod schema;

pub use schema::{BringIn, Schema};
