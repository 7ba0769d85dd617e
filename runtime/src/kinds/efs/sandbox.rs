//! Amazon EFS in the sandbox.

use crate::sandbox::Wording;

/// The error codes that EFS reports.
pub(super) const EFS: Wording = Wording {
    in_use: "FileSystemInUse",
    duplicate: "FileSystemAlreadyExists",
    ..Wording::COMMON
};
