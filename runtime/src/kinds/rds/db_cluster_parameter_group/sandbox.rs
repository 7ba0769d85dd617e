//! Cluster parameter groups in the sandbox.

use super::super::sandbox::RDS;
use super::DbClusterParameterGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbClusterParameterGroup {
    const SIMULATED: Simulated = Simulated::plain(&RDS);
}
