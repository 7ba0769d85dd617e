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
            /// The internet gateway's ID.
            id: InternetGatewayId,
            /// The VPC's ID, by a reference that waits until the gateway is attached.
            vpc: VpcId,
        },
    }
    /// The VPC that the gateway is attached to.
    vpc: Ref<VpcId>,
}

impl HasAdvice for InternetGateway {
    const ADVICE: &'static [Advice] = &[];
}
