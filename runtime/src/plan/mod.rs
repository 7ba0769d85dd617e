//! Planning: what is to be done, in which order, and why. Pure.

mod compare;
mod dependencies;
mod draft;
mod fate;
mod ground;
mod link;
mod node;
mod planner;
mod questions;
mod seen;
#[cfg(test)]
mod tests;
mod upgrade;

pub(crate) use compare::changes;
pub use node::{FieldChange, Node, Plan, Verb, Why, Work};
pub use planner::{deployment, destruction};
pub use questions::questions;
pub use seen::Seen;
pub use upgrade::schema;
