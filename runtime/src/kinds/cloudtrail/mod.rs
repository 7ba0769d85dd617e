//! AWS CloudTrail.

mod trail;

pub use trail::Trail;
