//! How the sandbox simulates it.

use crate::kinds::ecs::ECS;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&ECS)
    .outputs(&[("id", "{cluster}#{spec_hash}")])
    .create_seconds(1);
