//! How the sandbox simulates it.

use super::super::sandbox::ACM;
use super::Validation;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Validation {
    const SIMULATED: Simulated = Simulated::plain(&ACM).arn("{certificate}");
}
