//! From an architecture to the graph of desired resources.
mod graph;
pub use graph::{Builder, Desired, Graph, Output, Seat};
