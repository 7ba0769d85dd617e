//! IAM permissions to manage VPCs.

use super::super::permissions::{SECURITY_GROUPS, TAG_AGAIN, VPCS, tag};
use super::Vpc;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_NO_STACK, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region,
    dependents,
};

impl HasPermissions for Vpc {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroupRules",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcAttribute",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
            ]),
            allow(&["ec2:CreateVpc"], &[VPCS]).when(&[TAGGED_ON_CREATE]),
            tag(&[VPCS]),
            TAG_AGAIN,
            allow(&["ec2:DeleteVpc", "ec2:ModifyVpcAttribute"], &[VPCS]).when(&[OWNED_BY_STACK]),
            // AWS creates the default group without tags, and no condition key has the tags of its VPC. Tagging it would need
            // to be allowed on the same groups.
            allow(
                &["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
                &[SECURITY_GROUPS],
            )
            .when(&[OWNED_BY_NO_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeVpcs"])],
        dependents: &[dependents("ec2:CreateVpc", &["ec2:CreateTags"])],
    };
}
