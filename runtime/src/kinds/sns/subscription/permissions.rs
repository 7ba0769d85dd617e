//! What the calls of the adapter take.

use super::super::permissions::TOPICS;
use crate::resource::permission::{Permissions, allow, allow_in_region, equals};

pub(super) const PERMISSIONS: Permissions = Permissions {
    rows: &[
        allow(&["sns:ListSubscriptionsByTopic"], TOPICS),
        allow(&["sns:Subscribe"], TOPICS).when(&[equals("sns:Protocol", &["email"])]),
        allow_in_region(&["sns:Unsubscribe"]),
    ],
    inventory: &[],
    dependents: &[],
};
