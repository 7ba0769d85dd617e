//! Log deliveries in the sandbox.

use super::super::sandbox::LOGS;
use super::LogDelivery;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for LogDelivery {
    const SIMULATED: Simulated = Simulated::plain(&LOGS).id("delivery-{hex}");
}
