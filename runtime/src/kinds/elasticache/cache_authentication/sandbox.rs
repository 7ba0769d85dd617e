//! The rule that a cache demands a password, in the sandbox.

use super::super::sandbox::ELASTICACHE;
use super::CacheAuthentication;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for CacheAuthentication {
    const SIMULATED: Simulated = Simulated::plain(&ELASTICACHE).outputs(&[("id", "{cache}#authentication")]);
}
