//! `files`: the file system that holds moodledata.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::policy::{deny, document};
use super::roles;
use super::security::Groups;
use crate::kinds::backup::Vault;
use crate::kinds::ecs::Volume;
use crate::kinds::efs::{AccessPoint, FileCopy, FileSystem, MountTarget};
use crate::resource::id::{AccessPointArn, BackupVaultName, FileSystemArn, FileSystemId, RoleArn};
use crate::resource::{Ref, Retention};
use moodle_stack_model::{KeepFiles, Throughput};
use serde_json::{Value, json};

const KEY: &str = "files";
/// Where the vault of backups stands in the graph.
pub(crate) const VAULT: &str = "files.vault";
/// The folder that the access point shows; its owner is the only one who can write to it.
pub(super) const FOLDER: &str = "/moodledata";
/// Where a task sees the whole of it.
pub(super) const ROOT: &str = "/mnt/files";
const PERMISSIONS: &str = "0770";

/// What other parts may refer to.
pub(super) struct Files {
    /// The file system as a task mounts it: through all of its mount targets.
    pub(super) volume: Volume,
    /// The file system's id.
    pub(super) id: Ref<FileSystemId>,
    /// The file system's ARN.
    pub(super) arn: Ref<FileSystemArn>,
    /// The access point's ARN.
    pub(super) access_point: Ref<AccessPointArn>,
    /// The vault for backups by hand.
    pub(super) vault: Ref<BackupVaultName>,
    /// The role that makes backups and brings them back.
    pub(super) backup_role: Ref<RoleArn>,
    /// The whole of the file system, where files are to be brought in.
    pub(super) root: Option<Root>,
}

/// The whole of the file system.
pub(super) struct Root {
    /// As a task mounts it.
    pub(super) volume: Volume,
    /// Its access point's ARN.
    pub(super) access_point: Ref<AccessPointArn>,
}

/// Adds the file system, a mount target in each zone, and the access point.
pub(super) fn files(draft: &mut GraphBuilder, network: &Network, groups: &Groups) -> Files {
    let declared = draft.site.files;
    let backup_role = roles::backup(draft);
    let system = FileSystem {
        copy: draft.origin.as_ref().map(|origin| FileCopy {
            arn: origin.files.clone(),
            vault: origin.vault.clone(),
            role: backup_role.clone(),
        }),
        throughput: match declared.throughput {
            Throughput::Elastic => "elastic".into(),
            Throughput::Bursting => "bursting".into(),
        },
        infrequent_after_days: declared.infrequent_after_days,
        backups: declared.backups,
        policy: policy(),
        on_destroy: match declared.on_destroy {
            KeepFiles::Retain => Retention::Retain,
            KeepFiles::Delete => Retention::Delete,
        },
    };
    let name = draft.names.of("files");
    let system = draft.add_as("files.file-system", name, KEY, &system);
    let mut mounted = Vec::new();
    for (letter, subnet) in network.letters.iter().zip(&network.private) {
        let target = MountTarget {
            file_system: system.id(),
            subnet: subnet.clone(),
            groups: vec![groups.files.clone()],
        };
        let target = draft.add(&format!("files.mount-{letter}"), "network.zones", &target);
        mounted.push(target.file_system());
    }
    let point = AccessPoint {
        file_system: system.id(),
        path: FOLDER.into(),
        uid: declared.uid,
        gid: declared.gid,
        permissions: PERMISSIONS.into(),
    };
    let point = draft.add("files.access-point", KEY, &point);
    // Backups by hand go to a vault of the stack's own; the file system's daily ones have AWS's:
    // <https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html>.
    let vault = draft.add(VAULT, KEY, &Vault {}).name();
    let root = draft.origin.is_some().then(|| {
        let point = AccessPoint {
            file_system: system.id(),
            path: "/".into(),
            uid: 0,
            gid: 0,
            permissions: "0755".into(),
        };
        let point = draft.add("files.root", KEY, &point);
        Root {
            volume: Volume {
                file_system: Ref::agreed(mounted.iter().cloned()),
                access_point: point.id(),
                mount: ROOT.into(),
            },
            access_point: point.arn(),
        }
    });
    Files {
        root,
        vault,
        backup_role,
        volume: Volume {
            file_system: Ref::agreed(mounted),
            access_point: point.id(),
            mount: declared.mount.into(),
        },
        id: system.id(),
        arn: system.arn(),
        access_point: point.arn(),
    }
}

/// Makes the file system's policy.
///
/// That there is one ends EFS's default, which lets everyone in the network mount everything; what is allowed stands in
/// the task's role alone. What it denies, it denies to every role: a mount without TLS, or past the access point.
/// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html>
fn policy() -> Value {
    const CLIENT: [&str; 3] = [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
        "elasticfilesystem:ClientRootAccess",
    ];
    document([
        deny(&CLIENT, "*", &json!({ "Bool": { "aws:SecureTransport": "false" } })),
        deny(
            &CLIENT,
            "*",
            &json!({ "Null": { "elasticfilesystem:AccessPointArn": "true" } }),
        ),
    ])
}
