//! An independent check of graphs and plans: their invariants, whatever they were built from.
//!
//! It shares no code with the blueprint and the planner, so it finds their bugs. Tests check every graph and every plan that
//! they build. The commands check a plan before they carry it out, and refuse a wrong one.

mod finding;
mod graph;
mod order;
mod plan;

pub use finding::{Finding, Rule, Severity};
pub use graph::graph;
pub use plan::{deployment, destruction};
