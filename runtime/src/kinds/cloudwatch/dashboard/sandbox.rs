//! Dashboards in the sandbox: a dashboard does not keep resources that it names from being deleted.

use super::Dashboard;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Dashboard {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON).document();
}
