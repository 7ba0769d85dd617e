//! AWS WAF: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html>.

use super::WebAcl;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const WEB_ACLS: &[&str] = &[arn!("wafv2", "global/webacl/{stack}-{home}-*/*")];

/// AWS managed rule groups.
const RULE_GROUPS: &[&str] = &[arn!("wafv2", "global/managedruleset/*/*")];

/// Logging to CloudWatch needs more permissions: <https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html>.
impl HasPermissions for WebAcl {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["wafv2:ListWebACLs"]),
            allow(
                &[
                    "wafv2:DeleteLoggingConfiguration",
                    "wafv2:DeleteWebACL",
                    "wafv2:GetLoggingConfiguration",
                    "wafv2:GetWebACL",
                    "wafv2:ListTagsForResource",
                    "wafv2:PutLoggingConfiguration",
                    "wafv2:UpdateWebACL",
                ],
                WEB_ACLS,
            ),
            allow(&["wafv2:CreateWebACL", "wafv2:TagResource"], WEB_ACLS).when(&[TAGGED_ON_CREATE]),
            allow(&["wafv2:CreateWebACL", "wafv2:UpdateWebACL"], RULE_GROUPS),
            allow_in_region(&[
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:PutResourcePolicy",
            ]),
        ],
        inventory: &[allow_in_region(&["wafv2:ListTagsForResource", "wafv2:ListWebACLs"])],
        dependents: &[
            dependents("wafv2:CreateWebACL", &["wafv2:TagResource"]),
            dependents(
                "wafv2:PutLoggingConfiguration",
                &[
                    "logs:CreateLogDelivery",
                    "logs:DescribeLogGroups",
                    "logs:DescribeResourcePolicies",
                    "logs:PutResourcePolicy",
                ],
            ),
            dependents("wafv2:DeleteLoggingConfiguration", &["logs:DeleteLogDelivery"]),
        ],
    };
}
