//! Elastic IP addresses.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

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

impl HasAdvice for ElasticIp {
    const ADVICE: &'static [Advice] = &[];
}
