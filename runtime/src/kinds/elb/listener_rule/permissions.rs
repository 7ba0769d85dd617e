//! IAM permissions to manage listener rules.

use super::super::permissions::{LISTENER_RULES, LISTENERS};
use super::ListenerRule;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

/// The adapter reads the secret, because the rule's condition contains its value.
impl HasPermissions for ListenerRule {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTags",
            ]),
            allow(&["elasticloadbalancing:CreateRule"], LISTENERS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
            allow(&["elasticloadbalancing:AddTags"], LISTENER_RULES).when(&[TAGGED_ON_CREATE]),
            allow(
                &["elasticloadbalancing:DeleteRule", "elasticloadbalancing:ModifyRule"],
                LISTENER_RULES,
            )
            .when(&[OWNED_BY_STACK]),
            allow(&["elasticloadbalancing:SetRulePriorities"], LISTENER_RULES),
            allow(
                &["secretsmanager:GetSecretValue"],
                &[arn!("secretsmanager", "secret:{stack}/*")],
            ),
        ],
        inventory: &[allow_in_region(&[
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTags",
        ])],
        dependents: &[dependents(
            "elasticloadbalancing:CreateRule",
            &["elasticloadbalancing:AddTags"],
        )],
    };
}
