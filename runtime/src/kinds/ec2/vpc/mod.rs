//! VPCs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A VPC with DNS host names and DNS resolution turned on, whose default security group has no rules.
    Vpc is "VPC", "AWS::EC2::VPC" of "ec2" {
        replaces: [cidr],
        constants: [default_group_rules, dns_support, dns_hostnames],
        repeatable: false,
        create: 5 to 300,
        delete: 2 to 900,
        outputs: {
            /// The VPC's ID.
            id: VpcId,
        },
    }
    /// The IPv4 range, such as `10.0.0.0/16`, with a prefix length of 16 to 28.
    cidr: String,
}

impl HasAdvice for Vpc {
    const ADVICE: &'static [Advice] = &[];
}
