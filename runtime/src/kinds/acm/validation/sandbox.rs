//! Validations in the sandbox: a validation's ARN is the certificate's, and a certificate that is not validated has failed.

use super::super::sandbox::ACM;
use super::Validation;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Validation {
    const SIMULATED: Simulated = Simulated::plain(&ACM).arn("{certificate}").fails_with("certificate");
}
