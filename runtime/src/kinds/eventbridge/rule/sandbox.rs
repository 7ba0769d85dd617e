//! Event rules in the sandbox.

use super::Rule;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Rule {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:events:{region}:{account}:rule/{name}");
}
