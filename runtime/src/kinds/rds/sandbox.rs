//! Amazon RDS and Aurora in the sandbox.

use crate::provider::ApiError;
use crate::sandbox::Wording;
use crate::sandbox::{New, Simulation};

/// The service's error codes and states.
pub(super) const RDS: Wording = Wording {
    in_use: "InvalidDBSubnetGroupStateFault",
    duplicate: "DBInstanceAlreadyExists",
    ..Wording::COMMON
};

/// Restores the data of a snapshot into a new database.
pub(super) fn restore(simulation: &mut Simulation, new: &New<'_>, snapshot: Option<String>) -> Result<(), ApiError> {
    match snapshot {
        Some(snapshot) if !simulation.restore_database(&snapshot, new.outputs.get("id")) => {
            Err(new.no_copy("DBSnapshotNotFound", &snapshot))
        }
        _ => Ok(()),
    }
}
