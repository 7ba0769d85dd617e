//! Internet gateways.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::VpcId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An internet gateway, attached to a VPC.
    InternetGateway is "internet gateway", "AWS::EC2::InternetGateway" of "ec2" {
        replaces: [vpc],
        listed: [vpc],
        repeatable: false,
        create: 3 to 300,
        delete: 10 to 900,
        outputs: {
            /// Its id.
            id: InternetGatewayId,
            /// The VPC, now that it has a way out.
            vpc: VpcId,
        },
    }
    /// The VPC that it is attached to.
    vpc: Ref<VpcId>,
}

impl HasAdvice for InternetGateway {
    const ADVICE: &'static [Advice] = &[];
}
