//! Moodle schemas in the sandbox.

use super::Schema;
use crate::kinds::ecs::ECS;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Schema {
    const SIMULATED: Simulated = Simulated::plain(&ECS)
        .outputs(&[("id", "{cluster}#{spec_hash}")])
        .create_seconds(1)
        // Only tags of the cluster record it.
        .never_in_use();
}
