//! Certificates in the sandbox, with a made-up validation record.

use super::super::sandbox::ACM;
use super::Certificate;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Certificate {
    const SIMULATED: Simulated = Simulated::plain(&ACM)
        .arn("arn:aws:acm:{region}:{account}:certificate/{hex}")
        .outputs(&[
            ("record_name", "_{hex}.{domain}"),
            ("record_value", "_{hex}.acm-validations.aws"),
        ]);
}
