//! IAM permissions to manage NAT gateways.

use super::super::permissions::{ELASTIC_IPS, SUBNETS, TAG_AGAIN, VPCS, tag};
use super::NatGateway;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents, equals,
    global_arn,
};

const NAT_GATEWAYS: &str = arn!("ec2", "natgateway/*");

impl HasPermissions for NatGateway {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeNatGateways"]),
            allow(&["ec2:CreateNatGateway"], &[NAT_GATEWAYS]).when(&[TAGGED_ON_CREATE]),
            tag(&[NAT_GATEWAYS]),
            TAG_AGAIN,
            // A regional gateway is created in the VPC, a zonal one in the subnet and with the address.
            allow(&["ec2:CreateNatGateway"], &[ELASTIC_IPS, SUBNETS, VPCS]).when(&[OWNED_BY_STACK]),
            allow(&["ec2:DeleteNatGateway"], &[NAT_GATEWAYS]).when(&[OWNED_BY_STACK]),
            // The service-linked role that a regional gateway uses to get addresses. It is created once per account:
            // https://docs.aws.amazon.com/vpc/latest/userguide/using-service-linked-roles.html
            allow(
                &["iam:CreateServiceLinkedRole"],
                &[global_arn!(
                    "iam",
                    "role/aws-service-role/ec2-nat-gateway.amazonaws.com/*"
                )],
            )
            .when(&[equals("iam:AWSServiceName", &["ec2-nat-gateway.amazonaws.com"])])
            .with("vpc"),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeNatGateways"])],
        dependents: &[dependents("ec2:CreateNatGateway", &["ec2:CreateTags"])],
    };
}
