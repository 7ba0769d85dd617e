//! How the sandbox simulates it.

use super::super::sandbox::ACM;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&ACM)
    .arn("arn:aws:acm:{region}:{account}:certificate/{hex}")
    .outputs(&[
        ("record_name", "_{hex}.{domain}"),
        ("record_value", "_{hex}.acm-validations.aws"),
    ]);
