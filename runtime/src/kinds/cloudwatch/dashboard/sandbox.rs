//! How the sandbox simulates it.

use super::Dashboard;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Dashboard {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON).document();
}
