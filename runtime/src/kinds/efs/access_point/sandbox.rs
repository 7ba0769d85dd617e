//! How the sandbox simulates it.

use super::super::sandbox::EFS;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&EFS)
    .id("fsap-{hex}")
    .arn("arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}");
