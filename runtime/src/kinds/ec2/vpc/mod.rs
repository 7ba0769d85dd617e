//! VPCs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::kinds::{Advice, Facets, Permissions, Simulated};
use crate::resource::kind;

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

impl Facets for Vpc {
    const PERMISSIONS: Permissions = permissions::PERMISSIONS;
    const SANDBOX: Simulated = sandbox::SANDBOX;
    const ADVICE: &'static [Advice] = &[];
}
