//! Security groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A security group, without AWS's default rules that allow all outbound traffic. They are removed by their values, so no
    /// declared rule may allow all outbound traffic to everywhere.
    SecurityGroup is "security group", "AWS::EC2::SecurityGroup" of "ec2" {
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
        name_limit: 255,
        replaces: [vpc, description],
        constants: [foreign_rules],
        found_by: [vpc],
        create: 3 to 300,
        delete: 2 to 1800,
        outputs: {
            /// The security group's ID.
            id: SecurityGroupId,
        },
    }
    /// The VPC that the group is in.
    vpc: Ref<VpcId>,
    /// What the group protects, such as "The load balancer".
    description: String,
}

impl HasAdvice for SecurityGroup {
    const ADVICE: &'static [Advice] = &[];
}
