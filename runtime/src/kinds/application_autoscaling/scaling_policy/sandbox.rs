//! Scaling policies in the sandbox.

use super::ScalingPolicy;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for ScalingPolicy {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:autoscaling:{region}:{account}:scalingPolicy:{hex}");
}
