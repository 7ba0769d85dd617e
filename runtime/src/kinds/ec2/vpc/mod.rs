//! VPCs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A VPC, with DNS names and resolution.
    Vpc is "VPC", "AWS::EC2::VPC" of "ec2" {
        replaces: [cidr],
        repeatable: false,
        create: 5 to 300,
        delete: 2 to 900,
        outputs: {
            /// Its id.
            id: VpcId,
        },
    }
    /// The IPv4 range.
    cidr: String,
}

impl HasAdvice for Vpc {
    const ADVICE: &'static [Advice] = &[];
}
