//! AWS Step Functions: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>.

use super::StateMachine;
use crate::resource::permission::{
    HasPermissions, PASSED_TO, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents, equals,
    global_arn,
};

const STATE_MACHINES: &[&str] = &[arn!("states", "stateMachine:{stack}-*")];

impl HasPermissions for StateMachine {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["states:ListStateMachines"]),
            allow(
                &[
                    "states:DeleteStateMachine",
                    "states:DescribeStateMachine",
                    "states:ListTagsForResource",
                    "states:UpdateStateMachine",
                ],
                STATE_MACHINES,
            ),
            allow(&["states:CreateStateMachine", "states:TagResource"], STATE_MACHINES).when(&[TAGGED_ON_CREATE]),
            allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
                .when(&[equals(PASSED_TO, &["states.amazonaws.com"])]),
        ],
        inventory: &[allow_in_region(&[
            "states:ListStateMachines",
            "states:ListTagsForResource",
        ])],
        dependents: &[
            dependents("states:CreateStateMachine", &["states:TagResource", "iam:PassRole"]),
            dependents("states:UpdateStateMachine", &["iam:PassRole"]),
        ],
    };
}
