//! The blueprint of the reference architecture and of every variant of the vocabulary.

mod campus;

use campus::{CAMPUS, stack};

#[test]
fn the_reference_architecture_becomes_a_graph() {
    let graph = super::blueprint(&stack("campus", CAMPUS));
    assert!(graph.resources.contains_key("compute.service"));
}
