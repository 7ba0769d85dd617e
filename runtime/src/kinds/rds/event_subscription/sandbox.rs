//! Event subscriptions in the sandbox.

use super::super::sandbox::RDS;
use super::EventSubscription;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for EventSubscription {
    const SIMULATED: Simulated = Simulated::plain(&RDS);
}
