//! Amazon RDS and Aurora in the sandbox.

use crate::provider::ApiError;
use crate::sandbox::Wording;
use crate::sandbox::{New, Simulation};

/// How it words its answers.
pub(super) const RDS: Wording = Wording {
    in_use: "InvalidDBSubnetGroupStateFault",
    duplicate: "DBInstanceAlreadyExists",
    ..Wording::COMMON
};

/// Brings what a snapshot holds into a new database.
pub(super) fn restore(simulation: &mut Simulation, new: &New<'_>, snapshot: Option<String>) -> Result<(), ApiError> {
    match snapshot {
        Some(copy) if !simulation.restore_database(&copy, new.outputs.get("id")) => {
            Err(new.no_copy("DBSnapshotNotFound", &copy))
        }
        _ => Ok(()),
    }
}
