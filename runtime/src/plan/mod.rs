//! Planning: what is to be done, in which order, and why. Pure.

mod compare;
mod draft;
mod fate;
mod node;
mod planner;
mod questions;
mod upgrade;

pub(crate) use compare::changes;
pub use node::{FieldChange, Node, Plan, Verb, Why, Work};
pub use planner::{Seen, deployment, destruction};
pub use questions::questions;
pub use upgrade::schema;
