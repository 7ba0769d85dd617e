//! IAM permissions to manage rules of security groups.

use super::super::permissions::{SECURITY_GROUPS, TAG_AGAIN, tag};
use super::SecurityGroupRule;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const SECURITY_GROUP_RULES: &str = arn!("ec2", "security-group-rule/*");

impl HasPermissions for SecurityGroupRule {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeManagedPrefixLists", "ec2:DescribeSecurityGroupRules"]),
            allow(
                &["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"],
                &[SECURITY_GROUP_RULES],
            )
            .when(&[TAGGED_ON_CREATE]),
            tag(&[SECURITY_GROUP_RULES]),
            TAG_AGAIN,
            allow(
                &[
                    "ec2:AuthorizeSecurityGroupEgress",
                    "ec2:AuthorizeSecurityGroupIngress",
                    "ec2:RevokeSecurityGroupEgress",
                    "ec2:RevokeSecurityGroupIngress",
                ],
                &[SECURITY_GROUPS],
            )
            .when(&[OWNED_BY_STACK]),
            allow(
                &["ec2:ModifySecurityGroupRules"],
                &[SECURITY_GROUPS, SECURITY_GROUP_RULES],
            )
            .when(&[OWNED_BY_STACK]),
            // The prefix list with CloudFront's addresses, which AWS owns.
            allow(
                &["ec2:ModifySecurityGroupRules"],
                &["arn:{partition}:ec2:{region}:aws:prefix-list/*"],
            ),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeSecurityGroupRules"])],
        dependents: &[
            dependents("ec2:AuthorizeSecurityGroupEgress", &["ec2:CreateTags"]),
            dependents("ec2:AuthorizeSecurityGroupIngress", &["ec2:CreateTags"]),
        ],
    };
}
