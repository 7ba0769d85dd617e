//! Records in the sandbox.

use super::Record;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Record {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON);
}
