//! How the sandbox simulates it.

use super::super::sandbox::ELASTICACHE;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&ELASTICACHE);
