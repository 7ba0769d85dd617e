//! Databases in the sandbox.

use super::super::sandbox::{RDS, restore};
use super::DbInstance;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for DbInstance {
    const SIMULATED: Simulated = Simulated::plain(&RDS)
        .outputs(&[
            ("endpoint", "{name}.{hex}.{region}.rds.amazonaws.com"),
            ("port", "3306"),
            (
                "secret",
                "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-{hex}",
            ),
        ])
        .busy("InvalidDBInstanceState")
        .final_snapshot("snapshot")
        .restore(|simulation, new| restore(simulation, new, new.spec::<DbInstance>()?.snapshot));
}
