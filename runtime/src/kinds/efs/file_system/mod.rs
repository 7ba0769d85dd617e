//! File systems.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::RoleArn;
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A backup of files that a file system is created from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileCopy {
    /// The ARN of the backup, which AWS Backup calls a recovery point.
    pub arn: String,
    /// The name of the vault that the backup is in.
    pub vault: String,
    /// The role that AWS Backup uses to restore the backup.
    pub role: Ref<RoleArn>,
}

kind! {
    /// An encrypted file system in the general-purpose performance mode.
    FileSystem is "file system", "AWS::EFS::FileSystem" of "efs" {
        // https://docs.aws.amazon.com/efs/latest/APIReference/API_CreateFileSystem.html
        name_limit: 64,
        incidental: [copy],
        local: [on_destroy],
        unreported: {
            copy: "AWS does not report which backup a file system was created from",
        },
        constants: [other_transitions],
        unread: {
            performance_mode: "AWS cannot change it: https://docs.aws.amazon.com/efs/latest/ug/performance.html",
            encrypted: "AWS cannot change it: https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
        },
        holds_data: true,
        create: 6 to 1800,
        delete: 10 to 900,
        outputs: {
            /// The file system's ID.
            id: FileSystemId,
            /// The file system's ARN.
            arn: FileSystemArn,
        },
    }
    /// The backup that the file system is created from; `None` for an empty file system.
    copy: Option<FileCopy>,
    /// The throughput mode: `elastic` or `bursting`.
    throughput: String,
    /// The number of days after which unread files move to infrequent access; 0 for never.
    infrequent_after_days: u32,
    /// Whether AWS Backup backs it up daily.
    backups: bool,
    /// The policy document: who may mount the file system, and that TLS is required.
    policy: Value,
    /// What `destroy` does with the file system: `Retain` or `Delete`.
    on_destroy: Retention,
}

impl HasAdvice for FileSystem {
    const ADVICE: &'static [Advice] = &[];
}
