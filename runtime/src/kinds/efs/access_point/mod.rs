//! Access points.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::FileSystemId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An access point: a folder of a file system, with the user that everything in it belongs to.
    AccessPoint is "access point", "AWS::EFS::AccessPoint" of "efs" {
        replaces: [file_system, path, uid, gid, permissions],
        create: 5 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its id.
            id: AccessPointId,
            /// Its ARN.
            arn: AccessPointArn,
        },
    }
    /// The file system.
    file_system: Ref<FileSystemId>,
    /// The folder, made if it is not there.
    path: String,
    /// The numeric user.
    uid: u32,
    /// The numeric group.
    gid: u32,
    /// The folder's permissions in octal, as `0770`.
    permissions: String,
}

impl HasAdvice for AccessPoint {
    const ADVICE: &'static [Advice] = &[];
}
