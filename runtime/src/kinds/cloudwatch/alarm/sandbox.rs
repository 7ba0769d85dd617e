//! How the sandbox simulates it.

use crate::sandbox::{Simulated, Wording};

pub(super) const SANDBOX: Simulated =
    Simulated::plain(&Wording::COMMON).arn("arn:aws:cloudwatch:{region}:{account}:alarm:{name}");
