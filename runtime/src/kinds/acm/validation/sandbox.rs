//! Validations in the sandbox: a validation's ARN is the certificate's.

use super::super::sandbox::ACM;
use super::Validation;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Validation {
    const SIMULATED: Simulated = Simulated::plain(&ACM).arn("{certificate}");
}
