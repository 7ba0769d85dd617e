//! What the calls of the adapter take.

use super::super::permissions::TOPICS;
use crate::resource::permission::{Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

pub(super) const PERMISSIONS: Permissions = Permissions {
    rows: &[
        allow_in_region(&["sns:ListTopics"]),
        allow(
            &[
                "sns:DeleteTopic",
                "sns:GetTopicAttributes",
                "sns:ListTagsForResource",
                "sns:SetTopicAttributes",
            ],
            TOPICS,
        ),
        allow(&["sns:CreateTopic", "sns:TagResource"], TOPICS).when(&[TAGGED_ON_CREATE]),
    ],
    inventory: &[allow_in_region(&["sns:ListTagsForResource", "sns:ListTopics"])],
    dependents: &[dependents("sns:CreateTopic", &["sns:TagResource"])],
};
