//! IAM permissions to manage security groups.

use super::super::permissions::{SECURITY_GROUPS, TAG_AGAIN, VPCS, tag};
use super::SecurityGroup;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for SecurityGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroupRules",
                "ec2:DescribeSecurityGroups",
            ]),
            allow(&["ec2:CreateSecurityGroup"], &[SECURITY_GROUPS]).when(&[TAGGED_ON_CREATE]),
            tag(&[SECURITY_GROUPS]),
            TAG_AGAIN,
            allow(&["ec2:CreateSecurityGroup"], &[VPCS]).when(&[OWNED_BY_STACK]),
            allow(
                &[
                    "ec2:DeleteSecurityGroup",
                    "ec2:RevokeSecurityGroupEgress",
                    "ec2:RevokeSecurityGroupIngress",
                ],
                &[SECURITY_GROUPS],
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeSecurityGroups"])],
        dependents: &[dependents("ec2:CreateSecurityGroup", &["ec2:CreateTags"])],
    };
}
