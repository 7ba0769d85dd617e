//! IAM permissions to manage log groups.

use super::LogGroup;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

/// AWS WAF writes only to log groups whose name starts with `aws-waf-logs-`.
const GROUPS: &[&str] = &[
    arn!("logs", "log-group:aws-waf-logs-{stack}-{home}-*"),
    arn!("logs", "log-group:{stack}/*"),
];

impl HasPermissions for LogGroup {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["logs:DescribeLogGroups"]),
            allow(
                &[
                    "logs:DeleteLogGroup",
                    "logs:ListTagsForResource",
                    "logs:PutRetentionPolicy",
                ],
                GROUPS,
            ),
            allow(&["logs:CreateLogGroup", "logs:TagResource"], GROUPS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&["logs:DescribeLogGroups", "logs:ListTagsForResource"])],
        dependents: &[dependents("logs:CreateLogGroup", &["logs:TagResource"])],
    };
}
