//! Trails in the sandbox.

use super::Trail;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for Trail {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:cloudtrail:{region}:{account}:trail/{name}");
}
