//! Flow logs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{LogGroupName, RoleArn, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A log of all accepted and rejected traffic in a VPC.
    FlowLog is "flow log", "AWS::EC2::FlowLog" of "ec2" {
        replaces: [vpc, log_group, role],
        unread: {
            traffic_type: "AWS cannot change a flow log: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
            log_destination_type: "AWS cannot change a flow log: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        },
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The flow log's ID.
            id: FlowLogId,
        },
    }
    /// The VPC whose traffic is logged.
    vpc: Ref<VpcId>,
    /// The log group in CloudWatch Logs that the flow log is written to.
    log_group: Ref<LogGroupName>,
    /// The role that AWS uses to write to the log group.
    role: Ref<RoleArn>,
}

impl HasAdvice for FlowLog {
    const ADVICE: &'static [Advice] = &[];
}
