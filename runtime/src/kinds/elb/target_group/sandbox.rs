//! Target groups in the sandbox.

use super::super::sandbox::ELB;
use super::TargetGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for TargetGroup {
    const SIMULATED: Simulated = Simulated::plain(&ELB)
        .arn("arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex:16}")
        .outputs(&[("label", "targetgroup/{name}/{hex:16}")]);
}
