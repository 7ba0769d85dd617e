//! How the sandbox simulates it.

use super::{OURS, SHARED};
use crate::sandbox::{Guest, Sharing, Simulated, Wording};

pub(super) const SANDBOX: Simulated = Simulated::plain(&Wording::COMMON)
    .arn("arn:aws:ecr:{region}:{account}:repository/{name}")
    .outputs(&[("owner", OURS)])
    .sharing(Sharing::Guest(Guest {
        by: "name",
        read: |live| live.output("owner", SHARED.to_owned()),
        abandoned: "somebody else made the repository",
    }));
