//! Backup vaults in the sandbox: a vault that holds backups is not deleted.

use super::Vault;
use crate::provider::Target;
use crate::sandbox::{HasSimulation, Simulated, Simulation, Wording};

impl HasSimulation for Vault {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON)
        .arn("arn:aws:backup:{region}:{account}:backup-vault:{name}")
        .abandoned(with_backups);
}

/// Returns why a vault is not deleted: AWS refuses to delete a vault that holds backups.
fn with_backups(simulation: &Simulation, target: &Target, id: &str) -> Option<String> {
    let count = simulation.copies_in(id);
    (count > 0).then(|| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Vault::with_backups(&target.region, &target.name, count)
    })
}
