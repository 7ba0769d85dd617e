//! File systems.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::RoleArn;
use crate::resource::{Advice, HasAdvice, Ref, Retention, kind};
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
        // https://docs.aws.amazon.com/efs/latest/APIReference/API_CreateFileSystem.html
        named: 64,
        incidental: [copy],
        local: [on_destroy],
        unreported: [copy, on_destroy],
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
    on_destroy: Retention,
}

impl HasAdvice for FileSystem {
    const ADVICE: &'static [Advice] = &[];
}
