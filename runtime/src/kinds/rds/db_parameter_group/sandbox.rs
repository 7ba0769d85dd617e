//! Database parameter groups in the sandbox.

use super::super::sandbox::RDS;
use super::DbParameterGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbParameterGroup {
    const SIMULATED: Simulated = Simulated::plain(&RDS);
}
