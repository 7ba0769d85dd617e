//! Amazon Route 53.

mod record;

pub use record::{Answer, Record};
