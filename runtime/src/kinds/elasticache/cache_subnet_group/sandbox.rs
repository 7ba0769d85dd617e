//! Cache subnet groups in the sandbox.

use super::super::sandbox::ELASTICACHE;
use super::CacheSubnetGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for CacheSubnetGroup {
    const SIMULATED: Simulated = Simulated::plain(&ELASTICACHE);
}
