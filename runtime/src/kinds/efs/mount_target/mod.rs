//! Mount targets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{FileSystemId, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A mount target: a file system's address in one zone.
    MountTarget is "mount target", "AWS::EFS::MountTarget" of "efs" {
        replaces: [file_system, subnet],
        replacement: DeleteFirst,
        create: 85 to 900,
        delete: 30 to 900,
        outputs: {
            /// Its id.
            id: MountTargetId,
            /// The file system, now that it can be mounted in this zone.
            file_system: FileSystemId,
        },
    }
    /// The file system.
    file_system: Ref<FileSystemId>,
    /// The subnet, one in each zone.
    subnet: Ref<SubnetId>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
}

impl HasAdvice for MountTarget {
    const ADVICE: &'static [Advice] = &[];
}
