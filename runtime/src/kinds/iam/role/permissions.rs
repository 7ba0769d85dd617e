//! AWS IAM: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>.
//!
//! IAM has no regions, so the names of a stack's roles contain the stack's region.

use super::Role;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_on_all, dependents, global_arn,
};

const ROLES: &[&str] = &[global_arn!("iam", "role/{stack}-{home}-*")];

impl HasPermissions for Role {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "iam:DeleteRole",
                    "iam:DeleteRolePermissionsBoundary",
                    "iam:DeleteRolePolicy",
                    "iam:DetachRolePolicy",
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
