//! Cache user groups in the sandbox.

use super::CacheUserGroup;
use crate::sandbox::{HasSimulation, Simulated, Wording};

/// The error codes of user groups:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteUserGroup.html>.
const USER_GROUPS: Wording = Wording {
    in_use: "InvalidUserGroupState",
    duplicate: "UserGroupAlreadyExists",
    ..Wording::COMMON
};

impl HasSimulation for CacheUserGroup {
    const SIMULATED: Simulated = Simulated::plain(&USER_GROUPS);
}
