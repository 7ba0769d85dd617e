//! AWS WAF: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html>.

use super::IpSet;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const IP_SETS: &[&str] = &[arn!("wafv2", "global/ipset/{stack}-{home}-*/*")];

impl HasPermissions for IpSet {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["wafv2:ListIPSets"]),
            // A web ACL that refers to a set needs the permission for the set too.
            allow(
                &[
                    "wafv2:CreateWebACL",
                    "wafv2:DeleteIPSet",
                    "wafv2:GetIPSet",
                    "wafv2:ListTagsForResource",
                    "wafv2:UpdateIPSet",
                    "wafv2:UpdateWebACL",
                ],
                IP_SETS,
            ),
            allow(&["wafv2:CreateIPSet", "wafv2:TagResource"], IP_SETS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&["wafv2:ListIPSets", "wafv2:ListTagsForResource"])],
        dependents: &[dependents("wafv2:CreateIPSet", &["wafv2:TagResource"])],
    };
}
