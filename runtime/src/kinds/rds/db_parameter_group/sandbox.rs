//! How the sandbox simulates it.

use super::super::sandbox::RDS;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&RDS);
