//! Amazon EventBridge: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html>.

use super::Rule;
use crate::resource::permission::{
    HasPermissions, PASSED_TO, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents, equals,
    global_arn,
};

const RULES: &[&str] = &[arn!("events", "rule/{stack}-*")];

impl HasPermissions for Rule {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "events:DeleteRule",
                    "events:DescribeRule",
                    "events:ListTagsForResource",
                    "events:ListTargetsByRule",
                    // The same call changes a rule, and then contains no tags.
                    "events:PutRule",
                    "events:PutTargets",
                    "events:RemoveTargets",
                ],
                RULES,
            ),
            allow(&["events:TagResource"], RULES).when(&[TAGGED_ON_CREATE]),
            allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
                .when(&[equals(PASSED_TO, &["events.amazonaws.com"])]),
        ],
        inventory: &[allow_in_region(&["events:ListRules", "events:ListTagsForResource"])],
        dependents: &[
            dependents("events:PutRule", &["events:TagResource"]),
            dependents("events:PutTargets", &["iam:PassRole"]),
        ],
    };
}
