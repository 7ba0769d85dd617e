//! Amazon EC2: the network. <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
//!
//! Nothing there is named by its ARN, so that tags narrow what is changed. A call that makes something is also a call on what it
//! is made in: the first is given the tag, the second has it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>

use crate::policy::row::{
    BY_SERVICE, Condition, OWNED_BY_STACK, PASSED_TO, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals,
    global_arn,
};

const ELASTIC_IPS: &str = arn!("ec2", "elastic-ip/*");
const FLOW_LOGS: &str = arn!("ec2", "vpc-flow-log/*");
const INTERNET_GATEWAYS: &str = arn!("ec2", "internet-gateway/*");
const NAT_GATEWAYS: &str = arn!("ec2", "natgateway/*");
const ROUTE_TABLES: &str = arn!("ec2", "route-table/*");
const SECURITY_GROUPS: &str = arn!("ec2", "security-group/*");
const SECURITY_GROUP_RULES: &str = arn!("ec2", "security-group-rule/*");
const SUBNETS: &str = arn!("ec2", "subnet/*");
const VPCS: &str = arn!("ec2", "vpc/*");
const VPC_ENDPOINTS: &str = arn!("ec2", "vpc-endpoint/*");

/// What is made is tagged with it, and nothing else is.
const CREATION: Condition = equals(
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
const fn tag(on: &'static [&'static str]) -> Row {
    allow(&["ec2:CreateTags"], on).when(&[TAGGED_ON_CREATE, CREATION])
}

pub(super) const ELASTIC_IP: &[Row] = &[
    allow_in_region(&["ec2:DescribeAddresses"]),
    allow(&["ec2:AllocateAddress"], &[ELASTIC_IPS]).when(&[TAGGED_ON_CREATE]),
    tag(&[ELASTIC_IPS]),
    allow(&["ec2:ReleaseAddress"], &[ELASTIC_IPS]).when(&[OWNED_BY_STACK]),
];

pub(super) const FLOW_LOG: &[Row] = &[
    allow_in_region(&["ec2:DescribeFlowLogs"]),
    allow(&["ec2:CreateFlowLogs"], &[FLOW_LOGS]).when(&[TAGGED_ON_CREATE]),
    tag(&[FLOW_LOGS]),
    allow(&["ec2:CreateFlowLogs"], &[VPCS]).when(&[OWNED_BY_STACK]),
    allow(&["ec2:DeleteFlowLogs"], &[FLOW_LOGS]).when(&[OWNED_BY_STACK]),
    allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
        .when(&[equals(PASSED_TO, &["vpc-flow-logs.amazonaws.com"])]),
];

pub(super) const INTERNET_GATEWAY: &[Row] = &[
    allow_in_region(&["ec2:DescribeInternetGateways"]),
    allow(&["ec2:CreateInternetGateway"], &[INTERNET_GATEWAYS]).when(&[TAGGED_ON_CREATE]),
    tag(&[INTERNET_GATEWAYS]),
    allow(
        &["ec2:AttachInternetGateway", "ec2:DetachInternetGateway"],
        &[INTERNET_GATEWAYS, VPCS],
    )
    .when(&[OWNED_BY_STACK]),
    allow(&["ec2:DeleteInternetGateway"], &[INTERNET_GATEWAYS]).when(&[OWNED_BY_STACK]),
];

pub(super) const NAT_GATEWAY: &[Row] = &[
    allow_in_region(&["ec2:DescribeNatGateways"]),
    allow(&["ec2:CreateNatGateway"], &[NAT_GATEWAYS]).when(&[TAGGED_ON_CREATE]),
    tag(&[NAT_GATEWAYS]),
    // Of one for all zones, it is the VPC; of one in a zone, the subnet and the address.
    allow(&["ec2:CreateNatGateway"], &[ELASTIC_IPS, SUBNETS, VPCS]).when(&[OWNED_BY_STACK]),
    allow(&["ec2:DeleteNatGateway"], &[NAT_GATEWAYS]).when(&[OWNED_BY_STACK]),
    // The role by which one for all zones takes addresses, once in an account:
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
];

pub(super) const ROUTE_TABLE: &[Row] = &[
    allow_in_region(&["ec2:DescribeRouteTables"]),
    allow(&["ec2:CreateRouteTable"], &[ROUTE_TABLES]).when(&[TAGGED_ON_CREATE]),
    tag(&[ROUTE_TABLES]),
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
];

pub(super) const SECURITY_GROUP: &[Row] = &[
    allow_in_region(&[
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
    ]),
    allow(&["ec2:CreateSecurityGroup"], &[SECURITY_GROUPS]).when(&[TAGGED_ON_CREATE]),
    tag(&[SECURITY_GROUPS]),
    allow(&["ec2:CreateSecurityGroup"], &[VPCS]).when(&[OWNED_BY_STACK]),
    allow(
        &["ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupEgress"],
        &[SECURITY_GROUPS],
    )
    .when(&[OWNED_BY_STACK]),
];

pub(super) const SECURITY_GROUP_RULE: &[Row] = &[
    allow_in_region(&["ec2:DescribeManagedPrefixLists", "ec2:DescribeSecurityGroupRules"]),
    allow(
        &["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"],
        &[SECURITY_GROUP_RULES],
    )
    .when(&[TAGGED_ON_CREATE]),
    tag(&[SECURITY_GROUP_RULES]),
    allow(
        &[
            "ec2:AuthorizeSecurityGroupEgress",
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:RevokeSecurityGroupEgress",
            "ec2:RevokeSecurityGroupIngress",
        ],
        &[SECURITY_GROUPS],
    )
    .when(&[OWNED_BY_STACK]),
    allow(
        &["ec2:ModifySecurityGroupRules"],
        &[SECURITY_GROUPS, SECURITY_GROUP_RULES],
    )
    .when(&[OWNED_BY_STACK]),
    // CloudFront's addresses: AWS's own list.
    allow(
        &["ec2:ModifySecurityGroupRules"],
        &["arn:{partition}:ec2:{region}:aws:prefix-list/*"],
    ),
];

pub(super) const SUBNET: &[Row] = &[
    allow_in_region(&["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]),
    allow(&["ec2:CreateSubnet"], &[SUBNETS]).when(&[TAGGED_ON_CREATE]),
    tag(&[SUBNETS]),
    allow(&["ec2:CreateSubnet"], &[VPCS]).when(&[OWNED_BY_STACK]),
    allow(&["ec2:DeleteSubnet"], &[SUBNETS]).when(&[OWNED_BY_STACK]),
];

pub(super) const VPC: &[Row] = &[
    allow_in_region(&[
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
    ]),
    allow(&["ec2:CreateVpc"], &[VPCS]).when(&[TAGGED_ON_CREATE]),
    tag(&[VPCS]),
    allow(&["ec2:DeleteVpc", "ec2:ModifyVpcAttribute"], &[VPCS]).when(&[OWNED_BY_STACK]),
];

pub(super) const VPC_ENDPOINT: &[Row] = &[
    allow_in_region(&["ec2:DescribeVpcEndpoints"]),
    allow(&["ec2:CreateVpcEndpoint"], &[VPC_ENDPOINTS]).when(&[TAGGED_ON_CREATE]),
    tag(&[VPC_ENDPOINTS]),
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
    // So that the service's own name leads to the endpoint, AWS puts it into a zone that is private to the VPC.
    allow(
        &["route53:AssociateVPCWithHostedZone"],
        &["arn:{partition}:route53:::hostedzone/*"],
    )
    .when(&[BY_SERVICE]),
];
