//! Scalable targets in the sandbox.

use super::ScalableTarget;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for ScalableTarget {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON).outputs(&[("id", "service/{cluster}/{service}")]);
}
