//! Amazon EFS in the sandbox.

use crate::sandbox::Wording;

/// How it words its answers.
pub(super) const EFS: Wording = Wording {
    in_use: "FileSystemInUse",
    duplicate: "FileSystemAlreadyExists",
    ..Wording::COMMON
};
