//! Mount targets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{FileSystemId, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A mount target: the address of a file system in one zone.
    MountTarget is "mount target", "AWS::EFS::MountTarget" of "efs" {
        replaces: [file_system, subnet],
        replacement: DeleteFirst,
        replaced_if_failed: true,
        create: 85 to 900,
        delete: 30 to 900,
        outputs: {
            /// The mount target's ID.
            id: MountTargetId,
            /// The file system's ID, by a reference that waits until it can be mounted in this zone.
            file_system: FileSystemId,
        },
    }
    /// The file system that is mounted.
    file_system: Ref<FileSystemId>,
    /// The subnet that the address is in. A file system has at most one mount target in each zone.
    subnet: Ref<SubnetId>,
    /// The security groups of the mount target.
    groups: Vec<Ref<SecurityGroupId>>,
}

impl HasAdvice for MountTarget {
    const ADVICE: &'static [Advice] = &[];
}
