//! Replication groups in the sandbox.

use super::super::sandbox::ELASTICACHE;
use super::ReplicationGroup;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for ReplicationGroup {
    const SIMULATED: Simulated = Simulated::plain(&ELASTICACHE)
        .outputs(&[
            ("endpoint", "{name}.{hex}.{region}.elasticache.amazonaws.com"),
            ("port", "6379"),
        ])
        .busy("InvalidReplicationGroupState");
}
