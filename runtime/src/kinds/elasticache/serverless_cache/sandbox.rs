//! Serverless caches in the sandbox.

use super::super::sandbox::ELASTICACHE;
use super::ServerlessCache;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for ServerlessCache {
    const SIMULATED: Simulated = Simulated::plain(&ELASTICACHE)
        .outputs(&[
            ("endpoint", "{name}.{hex}.{region}.elasticache.amazonaws.com"),
            ("port", "6379"),
        ])
        .busy("InvalidServerlessCacheStateFault");
}
