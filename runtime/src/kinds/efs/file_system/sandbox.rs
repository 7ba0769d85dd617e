//! File systems in the sandbox: one can be created from a backup.

use super::super::sandbox::EFS;
use super::FileSystem;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, New, Simulated, Simulation};

impl HasSimulation for FileSystem {
    const SIMULATED: Simulated = Simulated::plain(&EFS)
        .id("fs-{hex}")
        .arn("arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}")
        .restore(restore);
}

/// Restores the files of the backup next to those of the new file system, as AWS Backup does.
fn restore(simulation: &mut Simulation, new: &New<'_>) -> Result<(), ApiError> {
    let copy = new.spec::<FileSystem>()?.copy;
    match copy.map(|copy| copy.arn) {
        Some(copy) if !simulation.restore_files(&copy, new.id) => Err(new.no_copy("NotFound", &copy)),
        _ => Ok(()),
    }
}
