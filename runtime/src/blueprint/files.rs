//! `files`: the file system that holds moodledata.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::policy::{deny, document};
use super::roles;
use super::security::SecurityGroups;
use crate::kinds::backup::Vault;
use crate::kinds::ecs::Volume;
use crate::kinds::efs::{AccessPoint, FileCopy, FileSystem, MountTarget};
use crate::resource::id::{AccessPointArn, BackupVaultName, FileSystemArn, FileSystemId, RoleArn};
use crate::resource::{Ref, Retention};
use moodle_stack_model::{KeepFiles, Throughput};
use serde_json::{Value, json};

const KEY: &str = "files";
/// The address of the backup vault.
pub(crate) const VAULT: &str = "files.vault";
/// The directory that the access point exposes. Only its owner can write to it.
pub(super) const MOODLEDATA_PATH: &str = "/moodledata";
/// Where a task mounts the root of the file system.
pub(super) const ROOT_MOUNT: &str = "/mnt/files";
const PERMISSIONS: &str = "0770";

/// The resources that other parts refer to.
pub(super) struct Files {
    /// The file system as a task mounts it. The reference waits for all mount targets.
    pub(super) volume: Volume,
    pub(super) id: Ref<FileSystemId>,
    pub(super) arn: Ref<FileSystemArn>,
    /// The access point's ARN.
    pub(super) access_point: Ref<AccessPointArn>,
    /// The vault for on-demand backups.
    pub(super) vault: Ref<BackupVaultName>,
    /// The role that AWS Backup uses to create and restore backups.
    pub(super) backup_role: Ref<RoleArn>,
    /// The root of the file system, if files are restored from a backup.
    pub(super) root: Option<Root>,
}

/// The root of the file system.
pub(super) struct Root {
    pub(super) volume: Volume,
    /// The ARN of the access point to the root.
    pub(super) access_point: Ref<AccessPointArn>,
}

/// Adds the file system, a mount target in each zone, and the access point.
pub(super) fn files(graph: &mut GraphBuilder, network: &Network, groups: &SecurityGroups) -> Files {
    let declared = graph.architecture.files;
    // On-demand backups go to the stack's own vault; the file system's daily backups go to AWS's:
    // <https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html>.
    let vault = graph.add(VAULT, KEY, &Vault {});
    let backup_role = roles::backup(graph, &vault.arn());
    let system = FileSystem {
        copy: graph.restore_source.as_ref().map(|source| FileCopy {
            arn: source.files.clone(),
            vault: source.vault.clone(),
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
    let name = graph.names.of("files");
    let system = graph.add_as("files.file-system", name, KEY, &system);
    let mut mounted = Vec::new();
    for (letter, subnet) in network.letters.iter().zip(&network.private) {
        let target = MountTarget {
            file_system: system.id(),
            subnet: subnet.clone(),
            groups: vec![groups.files.clone()],
        };
        let target = graph.add(&format!("files.mount-{letter}"), "network.zones", &target);
        mounted.push(target.file_system());
    }
    let point = AccessPoint {
        file_system: system.id(),
        path: MOODLEDATA_PATH.into(),
        uid: declared.uid,
        gid: declared.gid,
        permissions: PERMISSIONS.into(),
    };
    let point = graph.add("files.access-point", KEY, &point);
    let root = graph.restore_source.is_some().then(|| {
        let point = AccessPoint {
            file_system: system.id(),
            path: "/".into(),
            uid: 0,
            gid: 0,
            permissions: "0755".into(),
        };
        let point = graph.add("files.root", KEY, &point);
        Root {
            volume: Volume {
                file_system: Ref::agreed(mounted.iter().cloned()),
                access_point: point.id(),
                mount: ROOT_MOUNT.into(),
            },
            access_point: point.arn(),
        }
    });
    Files {
        root,
        vault: vault.name(),
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

/// Builds the file system's policy.
///
/// Any policy replaces EFS's default, which lets everyone in the network mount everything; only the task's role then
/// allows a mount. This policy denies every role a mount without TLS, and a mount that bypasses the access point:
/// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html>.
fn policy() -> Value {
    const CLIENT: [&str; 3] = [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
        "elasticfilesystem:ClientRootAccess",
    ];
    document([
        deny(&CLIENT, "*", json!({ "Bool": { "aws:SecureTransport": "false" } })),
        deny(
            &CLIENT,
            "*",
            json!({ "Null": { "elasticfilesystem:AccessPointArn": "true" } }),
        ),
    ])
}
