//! IAM permissions to manage backup vaults: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html>.

use super::Vault;
use crate::resource::permission::{
    Condition, HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents, equals,
};

const VAULTS: &[&str] = &[arn!("backup", "backup-vault:{stack}-*")];

const BY_BACKUP: Condition = equals("kms:ViaService", &["backup.{region}.amazonaws.com"]);

/// Creating a vault needs the permissions of several calls: <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html>.
impl HasPermissions for Vault {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["backup:ListBackupVaults"]),
            allow(&["backup:DeleteBackupVault", "backup:ListTags"], VAULTS),
            allow(&["backup:CreateBackupVault", "backup:TagResource"], VAULTS).when(&[TAGGED_ON_CREATE]),
            allow_in_region(&["backup-storage:MountCapsule"]),
            // AWS Backup's own key, whose ID differs between accounts.
            allow(
                &[
                    "kms:CreateGrant",
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:GenerateDataKey",
                    "kms:RetireGrant",
                ],
                &[arn!("kms", "key/*")],
            )
            .when(&[BY_BACKUP]),
        ],
        inventory: &[allow_in_region(&["backup:ListBackupVaults", "backup:ListTags"])],
        dependents: &[dependents(
            "backup:CreateBackupVault",
            &[
                "backup:TagResource",
                "backup-storage:MountCapsule",
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKey",
                "kms:RetireGrant",
            ],
        )],
    };
}
