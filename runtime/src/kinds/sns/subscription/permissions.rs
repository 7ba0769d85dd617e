//! IAM permissions to manage subscriptions.

use super::super::permissions::TOPICS;
use super::Subscription;
use crate::resource::permission::{HasPermissions, Permissions, allow, allow_in_region, equals};

impl HasPermissions for Subscription {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["sns:ListSubscriptionsByTopic"], TOPICS),
            allow(&["sns:Subscribe"], TOPICS).when(&[equals("sns:Protocol", &["email"])]),
            allow_in_region(&["sns:Unsubscribe"]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
