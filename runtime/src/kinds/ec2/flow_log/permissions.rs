//! IAM permissions to manage flow logs.

use super::super::permissions::{TAG_AGAIN, VPCS, tag};
use super::FlowLog;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, PASSED_TO, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
    equals, global_arn,
};

const FLOW_LOGS: &str = arn!("ec2", "vpc-flow-log/*");

impl HasPermissions for FlowLog {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeFlowLogs"]),
            allow(&["ec2:CreateFlowLogs"], &[FLOW_LOGS]).when(&[TAGGED_ON_CREATE]),
            tag(&[FLOW_LOGS]),
            TAG_AGAIN,
            allow(&["ec2:CreateFlowLogs"], &[VPCS]).when(&[OWNED_BY_STACK]),
            allow(&["ec2:DeleteFlowLogs"], &[FLOW_LOGS]).when(&[OWNED_BY_STACK]),
            allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
                .when(&[equals(PASSED_TO, &["vpc-flow-logs.amazonaws.com"])]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeFlowLogs"])],
        dependents: &[dependents("ec2:CreateFlowLogs", &["ec2:CreateTags", "iam:PassRole"])],
    };
}
