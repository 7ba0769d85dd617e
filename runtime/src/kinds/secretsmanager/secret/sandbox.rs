//! Secrets in the sandbox.

use super::Secret;
use crate::sandbox::{HasSimulation, Simulated, Wording};

const SECRETS_MANAGER: Wording = Wording {
    duplicate: "ResourceAlreadyExistsException",
    ..Wording::COMMON
};

impl HasSimulation for Secret {
    const SIMULATED: Simulated =
        Simulated::plain(&SECRETS_MANAGER).arn("arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex:6}");
}
