//! VPC endpoints.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{RouteTableId, SecurityGroupId, SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A VPC endpoint, through which the VPC reaches an AWS service without leaving AWS's network.
    VpcEndpoint is "VPC endpoint", "AWS::EC2::VPCEndpoint" of "ec2" {
        replaces: [vpc, service, interface],
        constants: [private_dns, policy],
        replaced_if_failed: true,
        create: 75 to 900,
        delete: 60 to 900,
        outputs: {
            /// The endpoint's ID.
            id: EndpointId,
        },
    }
    /// The VPC that the endpoint is in.
    vpc: Ref<VpcId>,
    /// The service, as its endpoint's name has it after the region, such as `ecr.api`.
    service: String,
    /// Whether it is an interface endpoint with private DNS; otherwise, a gateway endpoint.
    interface: bool,
    /// The subnets of an interface endpoint; empty for a gateway endpoint.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups of an interface endpoint; empty for a gateway endpoint.
    groups: Vec<Ref<SecurityGroupId>>,
    /// The route tables of a gateway endpoint; empty for an interface endpoint.
    route_tables: Vec<Ref<RouteTableId>>,
}

impl HasAdvice for VpcEndpoint {
    const ADVICE: &'static [Advice] = &[];
}
