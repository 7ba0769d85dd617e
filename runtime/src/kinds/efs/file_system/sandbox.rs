//! How the sandbox simulates it.

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

/// AWS Backup puts the files beside those of the new file system.
fn restore(simulation: &mut Simulation, new: &New<'_>) -> Result<(), ApiError> {
    let copy = new.spec::<FileSystem>()?.copy;
    match copy.map(|copy| copy.arn) {
        Some(copy) if !simulation.restore_files(&copy, new.id) => Err(new.no_copy("NotFound", &copy)),
        _ => Ok(()),
    }
}
