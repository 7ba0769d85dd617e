//! Flow logs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{LogGroupName, RoleArn, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A log of a VPC's connections.
    FlowLog is "flow log", "AWS::EC2::FlowLog" of "ec2" {
        replaces: [vpc, log_group, role],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its id.
            id: FlowLogId,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The log group that it is written to.
    log_group: Ref<LogGroupName>,
    /// The role that writes it.
    role: Ref<RoleArn>,
}

impl HasAdvice for FlowLog {
    const ADVICE: &'static [Advice] = &[];
}
