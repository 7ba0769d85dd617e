//! Route tables.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{InternetGatewayId, NatGatewayId, SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A route table of one subnet, with its default route to an internet gateway or a NAT gateway.
    RouteTable is "route table", "AWS::EC2::RouteTable" of "ec2" {
        replaces: [vpc],
        listed: [subnet],
        constants: [foreign_routes],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The route table's ID.
            id: RouteTableId,
            /// The subnet's ID, by a reference that waits until its traffic has a route.
            subnet: SubnetId,
        },
    }
    /// The VPC that the subnet is in.
    vpc: Ref<VpcId>,
    /// The subnet that uses the table.
    subnet: Ref<SubnetId>,
    /// The target of the route for 0.0.0.0/0 in a public subnet; `None` in a private one.
    internet_gateway: Option<Ref<InternetGatewayId>>,
    /// The target of the route for 0.0.0.0/0 in a private subnet; `None` in a public one.
    nat_gateway: Option<Ref<NatGatewayId>>,
}

impl HasAdvice for RouteTable {
    const ADVICE: &'static [Advice] = &[];
}
