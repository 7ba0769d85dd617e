//! How the sandbox simulates this kind.

use super::super::sandbox::RDS;
use super::DbClusterParameterGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbClusterParameterGroup {
    const SIMULATED: Simulated = Simulated::plain(&RDS);
}
