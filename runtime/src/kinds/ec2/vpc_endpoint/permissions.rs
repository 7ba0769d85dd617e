//! IAM permissions to manage VPC endpoints.

use super::super::permissions::{ROUTE_TABLES, SECURITY_GROUPS, SUBNETS, TAG_AGAIN, VPCS, tag};
use super::VpcEndpoint;
use crate::resource::permission::{
    BY_SERVICE, HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const VPC_ENDPOINTS: &str = arn!("ec2", "vpc-endpoint/*");

impl HasPermissions for VpcEndpoint {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeVpcEndpoints"]),
            allow(&["ec2:CreateVpcEndpoint"], &[VPC_ENDPOINTS]).when(&[TAGGED_ON_CREATE]),
            tag(&[VPC_ENDPOINTS]),
            TAG_AGAIN,
            allow(
                &["ec2:CreateVpcEndpoint"],
                &[ROUTE_TABLES, SECURITY_GROUPS, SUBNETS, VPCS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &["ec2:ModifyVpcEndpoint"],
                &[ROUTE_TABLES, SECURITY_GROUPS, SUBNETS, VPC_ENDPOINTS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(&["ec2:DeleteVpcEndpoints"], &[VPC_ENDPOINTS]).when(&[OWNED_BY_STACK]),
            // With private DNS, AWS gives the VPC a private hosted zone, in which the service's name leads to the
            // endpoint.
            allow(
                &["route53:AssociateVPCWithHostedZone"],
                &["arn:{partition}:route53:::hostedzone/*"],
            )
            .when(&[BY_SERVICE]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeVpcEndpoints"])],
        dependents: &[dependents(
            "ec2:CreateVpcEndpoint",
            &["ec2:CreateTags", "route53:AssociateVPCWithHostedZone"],
        )],
    };
}
