//! IAM permissions to manage access points.

use super::super::permissions::{CREATION, FILE_SYSTEM_ARNS, FILE_SYSTEMS};
use super::AccessPoint;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, allow_in_region, arn,
    dependents,
};

const ACCESS_POINT_ARNS: &str = arn!("elasticfilesystem", "access-point/*");

const ACCESS_POINTS: &[&str] = &[ACCESS_POINT_ARNS];

impl HasPermissions for AccessPoint {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &["elasticfilesystem:DescribeAccessPoints"],
                &[ACCESS_POINT_ARNS, FILE_SYSTEM_ARNS],
            ),
            allow(&["elasticfilesystem:CreateAccessPoint"], FILE_SYSTEMS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
            allow(&["elasticfilesystem:TagResource"], ACCESS_POINTS).when(&[TAGGED_ON_CREATE, CREATION]),
            allow(&["elasticfilesystem:TagResource"], ACCESS_POINTS).when(TAGGED_AGAIN),
            allow(&["elasticfilesystem:DeleteAccessPoint"], ACCESS_POINTS).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["elasticfilesystem:DescribeAccessPoints"])],
        dependents: &[dependents(
            "elasticfilesystem:CreateAccessPoint",
            &["elasticfilesystem:TagResource"],
        )],
    };
}
