//! Schedules in the sandbox.

use super::Schedule;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Schedule {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:scheduler:{region}:{account}:schedule/default/{name}");
}
