//! Planning: what is to be done, in which order, and why. Pure.

mod compare;
mod dependencies;
mod fate;
mod ground;
mod link;
mod node;
mod observed_state;
mod plan_builder;
mod planner;
mod questions;
#[cfg(test)]
mod tests;
mod upgrade;

pub(crate) use compare::changes;
pub use node::{FieldChange, Node, Plan, Verb, Why, Work};
pub use observed_state::ObservedState;
pub use planner::{deployment, destruction};
pub use questions::questions;
pub use upgrade::schema;
