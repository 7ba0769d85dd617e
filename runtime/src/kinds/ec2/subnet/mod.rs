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

impl HasAdvice for Subnet {
    const ADVICE: &'static [Advice] = &[];
}
