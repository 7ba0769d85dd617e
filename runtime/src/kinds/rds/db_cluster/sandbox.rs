//! Database clusters in the sandbox.

use super::super::sandbox::{RDS, restore};
use super::DbCluster;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbCluster {
    const SIMULATED: Simulated = Simulated::plain(&RDS)
        .outputs(&[(
            "secret",
            "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-{hex}",
        )])
        .busy("InvalidDBClusterStateFault")
        .final_snapshot("cluster-snapshot")
        .restore(|simulation, new| restore(simulation, new, new.spec::<DbCluster>()?.snapshot));
}
