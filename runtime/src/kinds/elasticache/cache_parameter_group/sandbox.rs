//! Cache parameter groups in the sandbox.

use super::CacheParameterGroup;
use crate::sandbox::{HasSimulation, Simulated, Wording};

/// The error codes of parameter groups:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheParameterGroup.html>.
const PARAMETER_GROUPS: Wording = Wording {
    in_use: "InvalidCacheParameterGroupState",
    duplicate: "CacheParameterGroupAlreadyExists",
    ..Wording::COMMON
};

impl HasSimulation for CacheParameterGroup {
    const SIMULATED: Simulated = Simulated::plain(&PARAMETER_GROUPS);
}
