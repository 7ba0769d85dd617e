//! IAM permissions to manage subnets.

use super::super::permissions::{SUBNETS, TAG_AGAIN, VPCS, tag};
use super::Subnet;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for Subnet {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcEndpoints",
            ]),
            allow(&["ec2:CreateSubnet"], &[SUBNETS]).when(&[TAGGED_ON_CREATE]),
            tag(&[SUBNETS]),
            TAG_AGAIN,
            allow(&["ec2:CreateSubnet"], &[VPCS]).when(&[OWNED_BY_STACK]),
            allow(&["ec2:DeleteSubnet", "ec2:ModifySubnetAttribute"], &[SUBNETS]).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeSubnets"])],
        dependents: &[dependents("ec2:CreateSubnet", &["ec2:CreateTags"])],
    };
}
