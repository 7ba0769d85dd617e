//! Amazon EventBridge: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html>.

use crate::policy::row::{PASSED_TO, Row, TAGGED_ON_CREATE, allow, arn, equals, global_arn};

const RULES: &[&str] = &[arn!("events", "rule/{stack}-*")];

pub(super) const RULE: &[Row] = &[
    allow(
        &[
            "events:DeleteRule",
            "events:DescribeRule",
            "events:ListTagsForResource",
            "events:ListTargetsByRule",
            // It also changes a rule, and then has no tags in it.
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
        ],
        RULES,
    ),
    allow(&["events:TagResource"], RULES).when(&[TAGGED_ON_CREATE]),
    allow(&["iam:PassRole"], &[global_arn!("iam", "role/{role}")])
        .when(&[equals(PASSED_TO, &["events.amazonaws.com"])]),
];
