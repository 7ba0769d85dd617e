//! NAT gateways.

mod advice;
#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AllocationId, SubnetId, VpcId};
use crate::resource::{Ref, kind};

kind! {
    /// A NAT gateway: zonal, in one public subnet, or regional, for all zones of the VPC.
    NatGateway is "NAT gateway", "AWS::EC2::NatGateway" of "ec2" {
        replaces: [subnet, address, vpc],
        unread: {
            availability_mode: "AWS cannot change it: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html",
        },
        create: 105 to 900,
        delete: 60 to 900,
        outputs: {
            /// The NAT gateway's ID.
            id: NatGatewayId,
        },
    }
    /// The public subnet of a zonal gateway; `None` for a regional one.
    subnet: Option<Ref<SubnetId>>,
    /// The elastic IP address of a zonal gateway; `None` for a regional one.
    address: Option<Ref<AllocationId>>,
    /// The VPC of a regional gateway, which spans its zones and manages its own addresses; `None` for a zonal one.
    vpc: Option<Ref<VpcId>>,
}
