//! The parts of Moodle besides containers.

mod schema;

pub use schema::{BringIn, Schema};
