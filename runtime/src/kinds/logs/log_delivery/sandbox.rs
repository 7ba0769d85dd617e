//! How the sandbox simulates it.

use super::super::sandbox::LOGS;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&LOGS).id("delivery-{hex}");
