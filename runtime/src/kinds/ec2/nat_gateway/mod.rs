//! NAT gateways.

mod advice;
#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AllocationId, SubnetId, VpcId};
use crate::resource::{Ref, kind};

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
