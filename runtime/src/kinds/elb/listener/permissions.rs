//! IAM permissions to manage listeners.

use super::super::permissions::{LISTENERS, LOAD_BALANCERS};
use super::Listener;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for Listener {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeTags",
            ]),
            allow(&["elasticloadbalancing:CreateListener"], LOAD_BALANCERS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
            allow(&["elasticloadbalancing:AddTags"], LISTENERS).when(&[TAGGED_ON_CREATE]),
            allow(
                &[
                    "elasticloadbalancing:DeleteListener",
                    "elasticloadbalancing:ModifyListener",
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
