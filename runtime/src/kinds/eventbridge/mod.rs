//! Amazon EventBridge.

mod rule;

pub use rule::Rule;
