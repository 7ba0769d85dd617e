//! An independent check of graphs and plans: what must be true of any of them, whatever it was made from.
//!
//! It shares no code with the blueprint and the planner, so that a fault of theirs is found here. Tests check every graph and
//! every plan that they come by; the commands check a plan before they carry it out, and refuse one that is wrong.

mod finding;
mod graph;
mod order;
mod plan;

pub use finding::{Finding, Rule, Severity};
pub use graph::graph;
pub use plan::{deployment, destruction};
