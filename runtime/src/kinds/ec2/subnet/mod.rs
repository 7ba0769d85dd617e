//! Subnets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A subnet in one zone.
    Subnet is "subnet", "AWS::EC2::Subnet" of "ec2" {
        replaces: [vpc, cidr, zone],
        constants: [public_addresses_on_launch],
        replacement: DependentsFirst,
        create: 3 to 300,
        delete: 2 to 1800,
        outputs: {
            /// The subnet's ID.
            id: SubnetId,
        },
    }
    /// The VPC that the subnet is in.
    vpc: Ref<VpcId>,
    /// The IPv4 range, a part of the VPC's, such as `10.0.0.0/20`.
    cidr: String,
    /// The availability zone, such as `eu-west-1a`.
    zone: String,
}

impl HasAdvice for Subnet {
    const ADVICE: &'static [Advice] = &[];
}
