//! Amazon EC2: the network.

use super::Ref;
use super::id::{
    AllocationId, InternetGatewayId, LogGroupName, NatGatewayId, RoleArn, RouteTableId, SecurityGroupId, SubnetId,
    VpcId,
};
use serde::{Deserialize, Serialize};

kind! {
    /// A VPC, with DNS names and resolution.
    Vpc is "VPC", "AWS::EC2::VPC" of "ec2" {
        replaces: [cidr],
        repeatable: false,
        create: 5 to 300,
        delete: 2 to 900,
        outputs: {
            /// Its id.
            id: VpcId,
        },
    }
    /// The IPv4 range.
    cidr: String,
}

kind! {
    /// An internet gateway, attached to a VPC.
    InternetGateway is "internet gateway", "AWS::EC2::InternetGateway" of "ec2" {
        replaces: [vpc],
        listed: [vpc],
        repeatable: false,
        create: 3 to 300,
        delete: 10 to 900,
        outputs: {
            /// Its id.
            id: InternetGatewayId,
            /// The VPC, now that it has a way out.
            vpc: VpcId,
        },
    }
    /// The VPC that it is attached to.
    vpc: Ref<VpcId>,
}

kind! {
    /// A subnet in one zone.
    Subnet is "subnet", "AWS::EC2::Subnet" of "ec2" {
        replaces: [vpc, cidr, zone],
        replacement: DependentsFirst,
        create: 3 to 300,
        delete: 2 to 1800,
        outputs: {
            /// Its id.
            id: SubnetId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The part of the VPC's range.
    cidr: String,
    /// The availability zone.
    zone: String,
}

kind! {
    /// A route table of one subnet, with its default route.
    RouteTable is "route table", "AWS::EC2::RouteTable" of "ec2" {
        replaces: [vpc],
        listed: [subnet],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its id.
            id: RouteTableId,
            /// The subnet, now that its traffic has a route.
            subnet: SubnetId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The subnet that uses it.
    subnet: Ref<SubnetId>,
    /// Where 0.0.0.0/0 goes, in a public subnet.
    internet_gateway: Option<Ref<InternetGatewayId>>,
    /// Where 0.0.0.0/0 goes, in a private subnet.
    nat_gateway: Option<Ref<NatGatewayId>>,
}

kind! {
    /// An elastic IP address.
    ElasticIp is "elastic IP address", "AWS::EC2::EIP" of "ec2" {
        repeatable: false,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its allocation id.
            id: AllocationId,
            /// The address itself.
            public_ip: IpAddress,
        },
    }
}

kind! {
    /// A NAT gateway: in one public subnet, or regional.
    NatGateway is "NAT gateway", "AWS::EC2::NatGateway" of "ec2" {
        replaces: [subnet, address, vpc],
        create: 105 to 900,
        delete: 60 to 900,
        outputs: {
            /// Its id.
            id: NatGatewayId,
        },
    }
    /// The public subnet, of a zonal gateway.
    subnet: Option<Ref<SubnetId>>,
    /// The address, of a zonal gateway.
    address: Option<Ref<AllocationId>>,
    /// The VPC, of a regional gateway: it spans the zones and holds addresses of its own.
    vpc: Option<Ref<VpcId>>,
}

kind! {
    /// A security group, without AWS's default rule that lets everything out.
    SecurityGroup is "security group", "AWS::EC2::SecurityGroup" of "ec2" {
        named: 255,
        replaces: [vpc, description],
        create: 3 to 300,
        delete: 2 to 1800,
        outputs: {
            /// Its id.
            id: SecurityGroupId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// What it guards.
    description: String,
}

/// Whom a security group's rule lets through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peer {
    /// An IPv4 range.
    Cidr(String),
    /// The members of a security group.
    Group(Ref<SecurityGroupId>),
    /// One of AWS's own lists of addresses, by name.
    PrefixList(String),
}

kind! {
    /// One rule of a security group.
    SecurityGroupRule is "security group rule", "AWS::EC2::SecurityGroupRule" of "ec2" {
        replaces: [group, ingress, protocol, from_port, to_port, peer],
        listed: [group, ingress],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its id.
            id: SecurityGroupRuleId,
            /// The group, now that it lets this through.
            group: SecurityGroupId,
        },
    }
    /// The group.
    group: Ref<SecurityGroupId>,
    /// Whether it is about what comes in; else about what goes out.
    ingress: bool,
    /// `tcp`, or `-1` for all.
    protocol: String,
    /// The first port; with `-1`, -1.
    from_port: i32,
    /// The last port; with `-1`, -1.
    to_port: i32,
    /// The other side.
    peer: Peer,
    /// What it is for.
    description: String,
}

kind! {
    /// A VPC endpoint: a way to an AWS service that stays inside AWS's network.
    VpcEndpoint is "VPC endpoint", "AWS::EC2::VPCEndpoint" of "ec2" {
        replaces: [vpc, service, interface],
        create: 75 to 900,
        delete: 60 to 900,
        outputs: {
            /// Its id.
            id: EndpointId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The service's last names, as `ecr.api`.
    service: String,
    /// Whether it is an interface with private DNS; else a gateway.
    interface: bool,
    /// The subnets of an interface.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of an interface.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The route tables of a gateway.
    route_tables: Vec<Ref<RouteTableId>>,
}

kind! {
    /// A log of a VPC's connections.
    FlowLog is "flow log", "AWS::EC2::FlowLog" of "ec2" {
        replaces: [vpc, log_group, role],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its id.
            id: FlowLogId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The log group that it is written to.
    log_group: Ref<LogGroupName>,
    /// The role that writes it.
    role: Ref<RoleArn>,
}
