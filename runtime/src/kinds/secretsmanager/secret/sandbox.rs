//! Secrets in the sandbox: one that a person deleted blocks its name for its recovery window.

use super::Secret;
use crate::provider::{ApiError, ApiErrorKind};
use crate::sandbox::{HasSimulation, Request, Simulated, Wording};

const SECRETS_MANAGER: Wording = Wording {
    duplicate: "ResourceAlreadyExistsException",
    ..Wording::COMMON
};

impl HasSimulation for Secret {
    const SIMULATED: Simulated = Simulated::plain(&SECRETS_MANAGER)
        .arn("arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex:6}")
        .validate_create(validate);
}

/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html>
fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    if !request.simulation.is_recoverable(&request.target.name) {
        return Ok(());
    }
    Err(ApiError::new(
        ApiErrorKind::Invalid,
        "secretsmanager:CreateSecret",
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
    ))
}
