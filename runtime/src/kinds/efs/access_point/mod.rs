//! Access points.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::FileSystemId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An access point: a directory of a file system, and the user and group that all files in it belong to.
    AccessPoint is "access point", "AWS::EFS::AccessPoint" of "efs" {
        replaces: [file_system, path, uid, gid, permissions],
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// The access point's ID.
            id: AccessPointId,
            /// The access point's ARN.
            arn: AccessPointArn,
        },
    }
    /// The file system that the directory is in.
    file_system: Ref<FileSystemId>,
    /// The directory's path, such as `/moodledata`. EFS creates the directory if it does not exist.
    path: String,
    /// The numeric ID of the user that owns the directory and is used for all access through it.
    uid: u32,
    /// The numeric ID of the group that owns the directory and is used for all access through it.
    gid: u32,
    /// The directory's permissions in octal, such as `0770`.
    permissions: String,
}

impl HasAdvice for AccessPoint {
    const ADVICE: &'static [Advice] = &[];
}
