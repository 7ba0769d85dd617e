//! Listener rules in the sandbox.

use super::super::sandbox::ELB;
use super::ListenerRule;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for ListenerRule {
    const SIMULATED: Simulated =
        Simulated::plain(&ELB).arn("arn:aws:elasticloadbalancing:{region}:{account}:listener-rule/app/{hex}");
}
