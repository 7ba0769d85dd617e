//! Amazon EC2: the network. <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
//!
//! Nothing there is named by its ARN, so that tags narrow what is changed. A call that makes something is also a call on what it
//! is made in: the first is given the tag, the second has it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>

use crate::resource::permission::{Condition, Row, TAGGED_ON_CREATE, allow, arn, equals};

pub(super) const ELASTIC_IPS: &str = arn!("ec2", "elastic-ip/*");

pub(super) const ROUTE_TABLES: &str = arn!("ec2", "route-table/*");

pub(super) const SECURITY_GROUPS: &str = arn!("ec2", "security-group/*");

pub(super) const SUBNETS: &str = arn!("ec2", "subnet/*");

pub(super) const VPCS: &str = arn!("ec2", "vpc/*");

/// What is made is tagged with it, and nothing else is.
pub(super) const CREATION: Condition = equals(
    "ec2:CreateAction",
    &[
        "AllocateAddress",
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "CreateFlowLogs",
        "CreateInternetGateway",
        "CreateNatGateway",
        "CreateRouteTable",
        "CreateSecurityGroup",
        "CreateSubnet",
        "CreateVpc",
        "CreateVpcEndpoint",
    ],
);

/// Allows what is made to be tagged with it.
pub(super) const fn tag(on: &'static [&'static str]) -> Row {
    allow(&["ec2:CreateTags"], on).when(&[TAGGED_ON_CREATE, CREATION])
}
