//! IAM permissions to manage event subscriptions.

use super::EventSubscription;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const EVENT_SUBSCRIPTIONS: &str = arn!("rds", "es:{stack}-*");

impl HasPermissions for EventSubscription {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "rds:AddSourceIdentifierToSubscription",
                    "rds:DeleteEventSubscription",
                    "rds:DescribeEventSubscriptions",
                    "rds:ListTagsForResource",
                    "rds:ModifyEventSubscription",
                    "rds:RemoveSourceIdentifierFromSubscription",
                ],
                &[EVENT_SUBSCRIPTIONS],
            ),
            allow(
                &["rds:AddTagsToResource", "rds:CreateEventSubscription"],
                &[EVENT_SUBSCRIPTIONS],
            )
            .when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "rds:DescribeEventSubscriptions",
            "rds:ListTagsForResource",
        ])],
        dependents: &[dependents("rds:CreateEventSubscription", &["rds:AddTagsToResource"])],
    };
}
