//! Amazon EFS.

mod access_point;
#[cfg(feature = "aws")]
mod aws;
mod file_system;
mod mount_target;
mod permissions;
mod sandbox;

pub use access_point::AccessPoint;
pub use file_system::{FileCopy, FileSystem};
pub use mount_target::MountTarget;
