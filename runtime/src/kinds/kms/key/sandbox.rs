//! Keys in the sandbox.

use super::Key;
use crate::sandbox::{HasSimulation, Simulated, Wording};

/// <https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html>
const KMS: Wording = Wording {
    not_found: "NotFoundException",
    ..Wording::COMMON
};

impl HasSimulation for Key {
    const SIMULATED: Simulated = Simulated::plain(&KMS)
        .id("{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}")
        .arn("arn:aws:kms:{region}:{account}:key/{id}")
        // https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
        .never_in_use();
}
