//! Subscriptions in the sandbox.

use super::Subscription;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Subscription {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON).arn("PendingConfirmation");
}
