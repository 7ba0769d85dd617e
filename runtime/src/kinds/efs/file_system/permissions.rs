//! IAM permissions to manage file systems.

use super::super::permissions::{CREATION, FILE_SYSTEMS};
use super::FileSystem;
use crate::resource::permission::{
    HERE, HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, allow_in_region,
    allow_on_all, dependents, equals, global_arn,
};

impl HasPermissions for FileSystem {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "elasticfilesystem:DescribeBackupPolicy",
                    "elasticfilesystem:DescribeFileSystemPolicy",
                    "elasticfilesystem:DescribeFileSystems",
                    "elasticfilesystem:DescribeLifecycleConfiguration",
                ],
                FILE_SYSTEMS,
            ),
            allow_on_all(&["elasticfilesystem:CreateFileSystem"]).when(&[HERE, TAGGED_ON_CREATE]),
            allow(&["elasticfilesystem:TagResource"], FILE_SYSTEMS).when(&[TAGGED_ON_CREATE, CREATION]),
            allow(&["elasticfilesystem:TagResource"], FILE_SYSTEMS).when(TAGGED_AGAIN),
            allow(
                &[
                    "elasticfilesystem:DeleteFileSystem",
                    "elasticfilesystem:PutBackupPolicy",
                    "elasticfilesystem:PutFileSystemPolicy",
                    "elasticfilesystem:PutLifecycleConfiguration",
                    "elasticfilesystem:UpdateFileSystem",
                ],
                FILE_SYSTEMS,
            )
            .when(&[OWNED_BY_STACK]),
            // The service-linked roles of EFS and, for the daily backups, of AWS Backup. Each is created once per account:
            // https://docs.aws.amazon.com/efs/latest/ug/using-service-linked-roles.html,
            // https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html
            allow(
                &["iam:CreateServiceLinkedRole"],
                &[
                    global_arn!("iam", "role/aws-service-role/backup.amazonaws.com/*"),
                    global_arn!("iam", "role/aws-service-role/elasticfilesystem.amazonaws.com/*"),
                ],
            )
            .when(&[equals(
                "iam:AWSServiceName",
                &["backup.amazonaws.com", "elasticfilesystem.amazonaws.com"],
            )]),
        ],
        inventory: &[allow_in_region(&["elasticfilesystem:DescribeFileSystems"])],
        dependents: &[
            dependents(
                "elasticfilesystem:CreateFileSystem",
                &["elasticfilesystem:TagResource", "iam:CreateServiceLinkedRole"],
            ),
            dependents("elasticfilesystem:PutBackupPolicy", &["iam:CreateServiceLinkedRole"]),
            dependents("backup:StartRestoreJob", &["iam:PassRole"]),
        ],
    };
}
