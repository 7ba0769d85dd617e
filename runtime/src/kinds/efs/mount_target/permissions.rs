//! IAM permissions to manage mount targets.

use super::super::permissions::FILE_SYSTEMS;
use super::MountTarget;
use crate::resource::permission::{
    BY_SERVICE, HasPermissions, OWNED_BY_STACK, Permissions, allow, allow_in_region, arn, dependents,
};

/// EFS creates, changes and deletes a mount target's network interface with the caller's permissions:
/// <https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_DeleteMountTarget.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_DescribeMountTargetSecurityGroups.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_ModifyMountTargetSecurityGroups.html>.
impl HasPermissions for MountTarget {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
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
        ],
        inventory: &[allow_in_region(&["elasticfilesystem:DescribeMountTargets"])],
        dependents: &[
            dependents(
                "elasticfilesystem:CreateMountTarget",
                &[
                    "ec2:CreateNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSubnets",
                ],
            ),
            dependents("elasticfilesystem:DeleteMountTarget", &["ec2:DeleteNetworkInterface"]),
            dependents(
                "elasticfilesystem:DescribeMountTargetSecurityGroups",
                &["ec2:DescribeNetworkInterfaceAttribute"],
            ),
            dependents(
                "elasticfilesystem:ModifyMountTargetSecurityGroups",
                &["ec2:ModifyNetworkInterfaceAttribute"],
            ),
        ],
    };
}
