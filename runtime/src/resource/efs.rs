//! Amazon EFS.

use super::Ref;
use super::id::{FileSystemId, RoleArn, SecurityGroupId, SubnetId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A copy of files that a file system is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileCopy {
    /// The recovery point's ARN.
    pub arn: String,
    /// The vault that it is in.
    pub vault: String,
    /// The role that brings it back.
    pub role: Ref<RoleArn>,
}

kind! {
    /// An encrypted, general-purpose file system.
    FileSystem is "file system", "AWS::EFS::FileSystem" of "efs" {
        named: 64,
        incidental: [copy],
        unsent: [on_destroy],
        untold: [copy, on_destroy],
        holds_data: true,
        create: 6 to 1800,
        delete: 10 to 900,
        outputs: {
            /// Its id.
            id: FileSystemId,
            /// Its ARN.
            arn: FileSystemArn,
        },
    }
    /// The copy that it is made from, where it is not made empty.
    copy: Option<FileCopy>,
    /// `elastic` or `bursting`.
    throughput: String,
    /// After how many days unread files move to infrequent access.
    infrequent_after_days: u32,
    /// Whether AWS Backup backs it up daily.
    backups: bool,
    /// Who may mount it, and that nobody may without TLS: a policy document.
    policy: Value,
    /// `Retain` or `Delete`.
    on_destroy: String,
}

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
