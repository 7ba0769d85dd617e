//! Amazon CloudWatch Logs:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>.

use crate::policy::row::{OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, global_arn};

const DELIVERIES: &str = arn!("logs", "delivery:*");
const DESTINATIONS: &str = arn!("logs", "delivery-destination:{stack}-{home}-*");
const SOURCES: &str = arn!("logs", "delivery-source:{stack}-{home}-*");

/// AWS WAF writes to groups alone that are called so.
const GROUPS: &[&str] = &[
    arn!("logs", "log-group:aws-waf-logs-{stack}-{home}-*"),
    arn!("logs", "log-group:{stack}/*"),
];

/// What is done with a group that a service would make by itself: it is made before the service does, and goes after it.
pub(super) const SERVICE_LOG: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
];

pub(super) const LOG_GROUP: &[Row] = &[
    allow_in_region(&["logs:DescribeLogGroups"]),
    allow(
        &[
            "logs:DeleteLogGroup",
            "logs:ListTagsForResource",
            "logs:PutRetentionPolicy",
        ],
        GROUPS,
    ),
    allow(&["logs:CreateLogGroup", "logs:TagResource"], GROUPS).when(&[TAGGED_ON_CREATE]),
];

/// What a delivery from CloudFront to a log group takes:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>.
pub(super) const DELIVERY: &[Row] = &[
    allow_in_region(&["logs:DescribeDeliveries"]),
    allow(&["logs:GetDeliverySource"], &[SOURCES]),
    allow(
        &["logs:DeleteDeliveryDestination", "logs:GetDeliveryDestination"],
        &[DESTINATIONS],
    ),
    // The page has it on destinations.
    allow(&["logs:DeleteDeliverySource"], &[DESTINATIONS, SOURCES]),
    allow(&["logs:PutDeliveryDestination", "logs:TagResource"], &[DESTINATIONS]).when(&[TAGGED_ON_CREATE]),
    allow(&["logs:PutDeliverySource", "logs:TagResource"], &[SOURCES]).when(&[TAGGED_ON_CREATE]),
    allow(&["logs:CreateDelivery", "logs:TagResource"], &[DELIVERIES]).when(&[TAGGED_ON_CREATE]),
    allow(&["logs:CreateDelivery"], &[DESTINATIONS, SOURCES]),
    allow(&["logs:DeleteDelivery"], &[DELIVERIES]).when(&[OWNED_BY_STACK]),
    allow(
        &["cloudfront:AllowVendedLogDeliveryForResource"],
        &[global_arn!("cloudfront", "distribution/*")],
    )
    .when(&[OWNED_BY_STACK]),
    allow_in_region(&[
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:PutResourcePolicy",
    ]),
];
