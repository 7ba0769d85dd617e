//! Amazon SNS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html>.

use crate::policy::row::{HERE, MARKED, Row, allow, allow_on_all, arn, equals};

const TOPICS: &[&str] = &[arn!("sns", "{stack}-*")];

pub(super) const SUBSCRIPTION: &[Row] = &[
    allow(&["sns:ListSubscriptionsByTopic"], TOPICS),
    allow(&["sns:Subscribe"], TOPICS).when(&[equals("sns:Protocol", &["email"])]),
    allow_on_all(&["sns:Unsubscribe"]).when(&[HERE]),
];

pub(super) const TOPIC: &[Row] = &[
    allow_on_all(&["sns:ListTopics"]).when(&[HERE]),
    allow(
        &[
            "sns:DeleteTopic",
            "sns:GetTopicAttributes",
            "sns:ListTagsForResource",
            "sns:SetTopicAttributes",
        ],
        TOPICS,
    ),
    allow(&["sns:CreateTopic", "sns:TagResource"], TOPICS).when(&[MARKED]),
];
