//! AWS IAM: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>.
//!
//! IAM has no regions, so the names of a stack's roles contain the stack's region.

use super::Role;
use crate::resource::permission::{
    Condition, HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_on_all, dependents, global_arn,
};

const ROLES: &[&str] = &[global_arn!("iam", "role/{stack}-{home}-*")];

/// Only the AWS managed policies that the role declares.
const MANAGED: Condition = Condition {
    operator: "ArnEquals",
    key: "iam:PolicyARN",
    values: &["{managed}"],
};

impl HasPermissions for Role {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "iam:DeleteRole",
                    "iam:DeleteRolePolicy",
                    "iam:GetRole",
                    "iam:GetRolePolicy",
                    "iam:ListAttachedRolePolicies",
                    "iam:ListRolePolicies",
                    "iam:PutRolePolicy",
                    "iam:UpdateAssumeRolePolicy",
                    "iam:UpdateRole",
                ],
                ROLES,
            ),
            allow(&["iam:CreateRole", "iam:TagRole"], ROLES).when(&[TAGGED_ON_CREATE]),
            allow(&["iam:AttachRolePolicy", "iam:DetachRolePolicy"], ROLES).when(&[MANAGED]),
        ],
        inventory: &[
            allow_on_all(&["iam:ListRoles"]),
            allow(
                &["iam:ListRoleTags"],
                &["arn:{partition}:iam::{account}:role/{stack}-*"],
            ),
        ],
        dependents: &[dependents("iam:CreateRole", &["iam:TagRole"])],
    };
}
