//! VPC endpoints.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{RouteTableId, SecurityGroupId, SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

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

impl HasAdvice for VpcEndpoint {
    const ADVICE: &'static [Advice] = &[];
}
