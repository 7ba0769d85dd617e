//! Shared by the permissions for EC2:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
//!
//! ARNs of EC2 contain no names, so the stack's tag limits which resources can be changed. A call that creates a resource
//! is also a call on the resources that it is created in. The new resource is given the tag; the others already have it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>

use crate::resource::permission::{Condition, Row, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, arn, equals};

pub(super) const ELASTIC_IPS: &str = arn!("ec2", "elastic-ip/*");

pub(super) const ROUTE_TABLES: &str = arn!("ec2", "route-table/*");

pub(super) const SECURITY_GROUPS: &str = arn!("ec2", "security-group/*");

pub(super) const SUBNETS: &str = arn!("ec2", "subnet/*");

pub(super) const VPCS: &str = arn!("ec2", "vpc/*");

/// Tags may be set by the call that creates the resource, which is one of these.
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

/// Allows the stack's tags to be set on a resource while it is created.
pub(super) const fn tag(on: &'static [&'static str]) -> Row {
    allow(&["ec2:CreateTags"], on).when(&[TAGGED_ON_CREATE, CREATION])
}

/// Allows the stack's tags to be set again on a resource of any kind that has lost some of them. The conditions limit it to the
/// stack's resources.
pub(super) const TAG_AGAIN: Row = allow(&["ec2:CreateTags"], &[arn!("ec2", "*/*")]).when(TAGGED_AGAIN);
