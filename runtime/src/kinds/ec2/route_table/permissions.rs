//! IAM permissions to manage route tables.

use super::super::permissions::{ROUTE_TABLES, SUBNETS, TAG_AGAIN, VPCS, tag};
use super::RouteTable;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for RouteTable {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeRouteTables"]),
            allow(&["ec2:CreateRouteTable"], &[ROUTE_TABLES]).when(&[TAGGED_ON_CREATE]),
            tag(&[ROUTE_TABLES]),
            TAG_AGAIN,
            allow(&["ec2:CreateRouteTable"], &[VPCS]).when(&[OWNED_BY_STACK]),
            allow(
                &[
                    "ec2:CreateRoute",
                    "ec2:DeleteRoute",
                    "ec2:DeleteRouteTable",
                    "ec2:ReplaceRoute",
                ],
                &[ROUTE_TABLES],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &[
                    "ec2:AssociateRouteTable",
                    "ec2:DisassociateRouteTable",
                    "ec2:ReplaceRouteTableAssociation",
                ],
                &[ROUTE_TABLES, SUBNETS],
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeRouteTables"])],
        dependents: &[dependents("ec2:CreateRouteTable", &["ec2:CreateTags"])],
    };
}
