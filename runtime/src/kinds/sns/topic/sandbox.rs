//! Topics in the sandbox.

use super::Topic;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Topic {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON).arn("arn:aws:sns:{region}:{account}:{name}");
}
