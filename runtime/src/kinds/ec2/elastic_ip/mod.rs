//! Elastic IP addresses.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// An elastic IP address: a public IPv4 address that is kept until it is released.
    ElasticIp is "elastic IP address", "AWS::EC2::EIP" of "ec2" {
        unread: {
            domain: "AWS has addresses for VPCs only: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html",
        },
        repeatable: false,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The allocation ID of the address.
            id: AllocationId,
            /// The IPv4 address.
            public_ip: IpAddress,
        },
    }
}

impl HasAdvice for ElasticIp {
    const ADVICE: &'static [Advice] = &[];
}
