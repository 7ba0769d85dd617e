//! How the sandbox simulates it.

use super::super::sandbox::ACM;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&ACM).arn("{certificate}");
