//! How the sandbox simulates it.

use crate::sandbox::{Simulated, Wording};

const SECRETS_MANAGER: Wording = Wording {
    duplicate: "ResourceAlreadyExistsException",
    ..Wording::COMMON
};

pub(super) const SANDBOX: Simulated =
    Simulated::plain(&SECRETS_MANAGER).arn("arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex:6}");
