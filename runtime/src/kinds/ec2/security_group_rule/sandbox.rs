//! How the sandbox simulates it.

use super::super::sandbox::EC2;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&EC2).id("sgr-{hex}");
