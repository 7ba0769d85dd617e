//! How the sandbox simulates it.

use super::super::sandbox::ECS;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&ECS).arn("arn:aws:ecs:{region}:{account}:cluster/{name}");
