//! Cache users in the sandbox.

use super::CacheUser;
use crate::sandbox::{HasSimulation, Simulated, Wording};

/// The error codes of users:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteUser.html>.
const USERS: Wording = Wording {
    in_use: "DefaultUserAssociatedToUserGroup",
    duplicate: "UserAlreadyExists",
    ..Wording::COMMON
};

impl HasSimulation for CacheUser {
    const SIMULATED: Simulated = Simulated::plain(&USERS);
}
