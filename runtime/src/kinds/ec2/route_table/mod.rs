//! Route tables.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{InternetGatewayId, NatGatewayId, SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

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

impl HasAdvice for RouteTable {
    const ADVICE: &'static [Advice] = &[];
}
