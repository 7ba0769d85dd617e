//! Moodle itself: what it has apart from containers.

mod schema;

pub use schema::{BringIn, Schema};
