//! IAM permissions to manage keys: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html>.

use super::Key;
use crate::resource::permission::{
    HERE, HasPermissions, OWNED_BY_NO_STACK, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region,
    allow_on_all, arn, dependents,
};

const KEYS: &[&str] = &[arn!("kms", "key/*")];
const ALIASES: &[&str] = &[arn!("kms", "alias/{stack}-*")];

/// The ARN of a key contains no name, so the stack's tag limits which keys can be changed. An alias needs the permission on itself
/// and on its key: <https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html>.
impl HasPermissions for Key {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["kms:ListAliases", "kms:ListKeys"]),
            allow(
                &[
                    "kms:DescribeKey",
                    "kms:GetKeyPolicy",
                    "kms:GetKeyRotationStatus",
                    "kms:ListResourceTags",
                ],
                KEYS,
            ),
            allow_on_all(&["kms:CreateKey"]).when(&[HERE, TAGGED_ON_CREATE]),
            allow(&["kms:TagResource"], KEYS).when(&[TAGGED_ON_CREATE, OWNED_BY_NO_STACK]),
            allow(&["kms:CreateAlias", "kms:DeleteAlias"], ALIASES),
            allow(
                &[
                    "kms:CreateAlias",
                    "kms:DeleteAlias",
                    "kms:EnableKey",
                    "kms:EnableKeyRotation",
                    "kms:PutKeyPolicy",
                    "kms:ScheduleKeyDeletion",
                    "kms:UpdateKeyDescription",
                ],
                KEYS,
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[
            allow_in_region(&["kms:ListAliases", "kms:ListKeys"]),
            allow(&["kms:DescribeKey", "kms:ListResourceTags"], KEYS),
        ],
        dependents: &[dependents("kms:CreateKey", &["kms:TagResource"])],
    };
}
