//! Alarms in the sandbox.

use super::Alarm;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Alarm {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:cloudwatch:{region}:{account}:alarm:{name}");
}
