//! IAM permissions to manage listeners.

use super::super::permissions::{LISTENER_RULES, LISTENERS, LOAD_BALANCERS};
use super::Listener;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_NO_STACK, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region,
    dependents,
};

impl HasPermissions for Listener {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "elasticloadbalancing:DescribeListenerCertificates",
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTags",
            ]),
            // A rule that somebody has added.
            allow(&["elasticloadbalancing:DeleteRule"], LISTENER_RULES).when(&[OWNED_BY_NO_STACK]),
            allow(&["elasticloadbalancing:CreateListener"], LOAD_BALANCERS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
            allow(&["elasticloadbalancing:AddTags"], LISTENERS).when(&[TAGGED_ON_CREATE]),
            allow(
                &[
                    "elasticloadbalancing:DeleteListener",
                    "elasticloadbalancing:ModifyListener",
                    "elasticloadbalancing:RemoveListenerCertificates",
                ],
                LISTENERS,
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&[
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeTags",
        ])],
        dependents: &[dependents(
            "elasticloadbalancing:CreateListener",
            &["elasticloadbalancing:AddTags"],
        )],
    };
}
