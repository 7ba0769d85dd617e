//! How the sandbox simulates it.

use super::super::sandbox::CLOUDFRONT;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&CLOUDFRONT).id("vo_{hex}");
