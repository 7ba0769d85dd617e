//! Amazon EFS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html>.

use crate::policy::row::{
    BY_SERVICE, Condition, HERE, OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, allow_on_all, arn,
    equals, global_arn,
};

const ACCESS_POINT_ARNS: &str = arn!("elasticfilesystem", "access-point/*");
const FILE_SYSTEM_ARNS: &str = arn!("elasticfilesystem", "file-system/*");
const ACCESS_POINTS: &[&str] = &[ACCESS_POINT_ARNS];
const FILE_SYSTEMS: &[&str] = &[FILE_SYSTEM_ARNS];

const CREATION: Condition = equals(
    "elasticfilesystem:CreateAction",
    &["CreateAccessPoint", "CreateFileSystem"],
);

pub(super) const ACCESS_POINT: &[Row] = &[
    allow(
        &["elasticfilesystem:DescribeAccessPoints"],
        &[ACCESS_POINT_ARNS, FILE_SYSTEM_ARNS],
    ),
    allow(&["elasticfilesystem:CreateAccessPoint"], FILE_SYSTEMS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
    allow(&["elasticfilesystem:TagResource"], ACCESS_POINTS).when(&[TAGGED_ON_CREATE, CREATION]),
    allow(&["elasticfilesystem:DeleteAccessPoint"], ACCESS_POINTS).when(&[OWNED_BY_STACK]),
];

pub(super) const FILE_SYSTEM: &[Row] = &[
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
    // The roles of EFS and, for the daily backups, of AWS Backup, each once in an account:
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
];

/// EFS makes, changes and deletes a target's network interface with the caller's permissions:
/// <https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_DeleteMountTarget.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_DescribeMountTargetSecurityGroups.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_ModifyMountTargetSecurityGroups.html>.
pub(super) const MOUNT_TARGET: &[Row] = &[
    allow(
        &[
            "elasticfilesystem:DescribeMountTargetSecurityGroups",
            "elasticfilesystem:DescribeMountTargets",
        ],
        FILE_SYSTEMS,
    ),
    allow(
        &[
            "elasticfilesystem:CreateMountTarget",
            "elasticfilesystem:DeleteMountTarget",
            "elasticfilesystem:ModifyMountTargetSecurityGroups",
        ],
        FILE_SYSTEMS,
    )
    .when(&[OWNED_BY_STACK]),
    allow_in_region(&[
        "ec2:DescribeNetworkInterfaceAttribute",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
    ]),
    allow(
        &[
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:ModifyNetworkInterfaceAttribute",
        ],
        &[arn!("ec2", "network-interface/*")],
    )
    .when(&[BY_SERVICE]),
    allow(
        &["ec2:CreateNetworkInterface"],
        &[arn!("ec2", "security-group/*"), arn!("ec2", "subnet/*")],
    )
    .when(&[BY_SERVICE, OWNED_BY_STACK]),
    allow(
        &["ec2:ModifyNetworkInterfaceAttribute"],
        &[arn!("ec2", "security-group/*")],
    )
    .when(&[BY_SERVICE, OWNED_BY_STACK]),
];
