//! Security groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A security group, without AWS's default rule that lets everything out.
    SecurityGroup is "security group", "AWS::EC2::SecurityGroup" of "ec2" {
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
        named: 255,
        replaces: [vpc, description],
        create: 3 to 300,
        delete: 2 to 1800,
        outputs: {
            /// Its id.
            id: SecurityGroupId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// What it guards.
    description: String,
}

impl HasAdvice for SecurityGroup {
    const ADVICE: &'static [Advice] = &[];
}
