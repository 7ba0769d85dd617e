//! IAM permissions to manage internet gateways.

use super::super::permissions::{TAG_AGAIN, VPCS, tag};
use super::InternetGateway;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const INTERNET_GATEWAYS: &str = arn!("ec2", "internet-gateway/*");

impl HasPermissions for InternetGateway {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeInternetGateways"]),
            allow(&["ec2:CreateInternetGateway"], &[INTERNET_GATEWAYS]).when(&[TAGGED_ON_CREATE]),
            tag(&[INTERNET_GATEWAYS]),
            TAG_AGAIN,
            allow(
                &["ec2:AttachInternetGateway", "ec2:DetachInternetGateway"],
                &[INTERNET_GATEWAYS, VPCS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(&["ec2:DeleteInternetGateway"], &[INTERNET_GATEWAYS]).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeInternetGateways"])],
        dependents: &[dependents("ec2:CreateInternetGateway", &["ec2:CreateTags"])],
    };
}
