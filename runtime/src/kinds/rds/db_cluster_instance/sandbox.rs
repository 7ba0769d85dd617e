//! Cluster instances in the sandbox.

use super::super::sandbox::RDS;
use super::DbClusterInstance;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbClusterInstance {
    const SIMULATED: Simulated = Simulated::plain(&RDS).outputs(&[
        ("endpoint", "{name}.{hex}.{region}.rds.amazonaws.com"),
        ("port", "3306"),
    ]);
}
