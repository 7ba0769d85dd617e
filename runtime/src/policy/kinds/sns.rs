//! Amazon SNS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html>.

use crate::policy::row::{Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals};

const TOPICS: &[&str] = &[arn!("sns", "{stack}-*")];

pub(super) const SUBSCRIPTION: &[Row] = &[
    allow(&["sns:ListSubscriptionsByTopic"], TOPICS),
    allow(&["sns:Subscribe"], TOPICS).when(&[equals("sns:Protocol", &["email"])]),
    allow_in_region(&["sns:Unsubscribe"]),
];

pub(super) const TOPIC: &[Row] = &[
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
];
