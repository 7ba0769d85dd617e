//! How the sandbox simulates it.

use super::super::sandbox::ELB;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated =
    Simulated::plain(&ELB).arn("arn:aws:elasticloadbalancing:{region}:{account}:listener-rule/app/{hex}");
