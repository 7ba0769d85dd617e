//! IAM permissions to manage topics.

use super::super::permissions::TOPICS;
use super::Topic;
use crate::resource::permission::{HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

impl HasPermissions for Topic {
    const PERMISSIONS: Permissions = Permissions {
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
}
