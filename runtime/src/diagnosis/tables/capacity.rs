//! Capacity that is short, and zones that lack something.

use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    "rds" [] ["InsufficientDBInstanceCapacity" "InsufficientDBInstanceCapacityFault" "InsufficientDBClusterCapacityFault"] []
        => "AWS has no capacity for this database class in these zones at the moment",
        "run the same command again later, or declare another `database.class` or other `network.zones`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html";
    "rds" [] ["InvalidVPCNetworkStateFault"] ["availability zone"]
        => "RDS does not offer the database class in every declared zone",
        "declare zones that the message offers in `network.zones`, or another `database.class`: `aws rds \
         describe-orderable-db-instance-options --region {region} --engine ENGINE --db-instance-class CLASS --query \
         \"OrderableDBInstanceOptions[].AvailabilityZones[].Name\"` lists the zones of a class",
        "https://github.com/hashicorp/terraform-provider-aws/issues/20712";
    "rds" [] ["StorageTypeNotSupported" "StorageTypeNotSupportedFault"] []
        => "the database class does not support the storage in this zone",
        "declare another `database.class`, and deploy again",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    "elasticache" [] ["InsufficientCacheClusterCapacity" "InsufficientCacheClusterCapacityFault"] []
        => "AWS has no capacity for this cache node in these zones at the moment",
        "run the same command again later, or declare another `cache.node`",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ErrorMessages.html";
    "ecs" [] ["NotPlaced" "ClientException" "InvalidParameterException"] ["capacity is unavailable"]
        => "AWS has no Fargate capacity in these zones at the moment",
        "run the same command again later, or declare a smaller `compute.cpu`",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html";
    "ecs" [] ["PlatformTaskDefinitionIncompatibilityException" "PlatformUnknownException"] []
        => "Fargate in {region} does not offer what the tasks need, such as the declared processor",
        "declare `compute.cpu_architecture: X86`, or another `region`; \
         https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html lists what each region has",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html";
    "ecs" [] [] ["not supported" "availability zone"]
        => "Fargate is not offered in every declared zone",
        "declare other `network.zones`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html lists the \
         zones without Fargate, by zone ID, and `aws ec2 describe-availability-zones --region {region} --query \
         \"AvailabilityZones[].[ZoneName,ZoneId]\"` prints the IDs of yours",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html";
    "elasticloadbalancing" [CreateLoadBalancer SetSubnets] [] ["free ip addresses"]
        => "a subnet has too few free addresses for a load balancer, which needs 8 in each",
        "declare a larger `network.cidr` for a new stack, or free addresses in the subnet, and deploy again",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
    "elasticloadbalancing" [CreateLoadBalancer SetSubnets] [] ["not supported" "zone"]
        => "load balancers are not offered in every declared zone",
        "declare other `network.zones`, and deploy again",
        "https://github.com/aws/copilot-cli/issues/1298";
    "ec2" [CreateVpcEndpoint ModifyVpcEndpoint] [] ["does not support the availability zone"]
        => "AWS does not offer this endpoint in every declared zone",
        "declare other `network.zones`, or `endpoints: false`: `aws ec2 describe-vpc-endpoint-services --region {region} --query \
         \"ServiceDetails[].[ServiceName,AvailabilityZones]\"` lists the zones of each endpoint",
        "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/462";
    "ec2" [CreateSubnet] ["InvalidParameterValue"] ["availabilityzone"]
        => "the region has no zone of this name, or account {account} may not use it",
        "declare zones that the message offers in `network.zones`: `aws ec2 describe-availability-zones --region {region} --query \
         \"AvailabilityZones[].ZoneName\"`",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html";
    "ec2" [AllocateAddress] ["InsufficientAddressCapacity"] []
        => "AWS has no free public addresses in {region} at the moment; this is not a quota of account {account}",
        "run the same command again later, or declare `nat: Single`, which needs one address",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ec2" [] ["InsufficientFreeAddressesInSubnet"] []
        => "a subnet has no free address left",
        "delete what is not part of this stack from the subnet, or declare a larger `network.cidr` for a new stack",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "elasticfilesystem" [CreateMountTarget] ["NoFreeAddressesInSubnet" "IpAddressInUse"] []
        => "the subnet has no free address left for the file system",
        "delete what is not part of this stack from the subnet, or declare a larger `network.cidr` for a new stack",
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html";
    "elasticfilesystem" [] ["UnsupportedAvailabilityZone" "AvailabilityZonesMismatch"] []
        => "EFS is not offered in this zone",
        "declare other `network.zones`, and deploy again",
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html";
    "cloudfront" [CreateVpcOrigin] [] ["availability zone"]
        => "VPC origins are not offered in every declared zone",
        "declare other `network.zones`, or `private: false` for the load balancer; the zones without VPC origins are on \
         https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html";
};
