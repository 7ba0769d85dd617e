//! IAM permissions to manage log deliveries.

use super::LogDelivery;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents, global_arn,
};

const DELIVERIES: &str = arn!("logs", "delivery:*");

const DESTINATIONS: &str = arn!("logs", "delivery-destination:{stack}-{home}-*");

const SOURCES: &str = arn!("logs", "delivery-source:{stack}-{home}-*");

/// The permissions for a delivery from CloudFront to a log group:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>.
impl HasPermissions for LogDelivery {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["logs:DescribeDeliveries"]),
            allow(&["logs:GetDeliverySource"], &[SOURCES]),
            allow(
                &["logs:DeleteDeliveryDestination", "logs:GetDeliveryDestination"],
                &[DESTINATIONS],
            ),
            // AWS's reference lists this action for destinations.
            allow(&["logs:DeleteDeliverySource"], &[DESTINATIONS, SOURCES]),
            allow(&["logs:PutDeliveryDestination", "logs:TagResource"], &[DESTINATIONS]).when(&[TAGGED_ON_CREATE]),
            allow(&["logs:PutDeliverySource", "logs:TagResource"], &[SOURCES]).when(&[TAGGED_ON_CREATE]),
            allow(&["logs:CreateDelivery", "logs:TagResource"], &[DELIVERIES]).when(&[TAGGED_ON_CREATE]),
            allow(&["logs:CreateDelivery"], &[DESTINATIONS, SOURCES]),
            allow(
                &["logs:DeleteDelivery", "logs:UpdateDeliveryConfiguration"],
                &[DELIVERIES],
            )
            .when(&[OWNED_BY_STACK]),
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
        ],
        inventory: &[allow_in_region(&[
            "logs:DescribeDeliveries",
            "logs:DescribeDeliverySources",
        ])],
        dependents: &[
            dependents(
                "logs:CreateDelivery",
                &[
                    "logs:TagResource",
                    "logs:DescribeLogGroups",
                    "logs:DescribeResourcePolicies",
                    "logs:PutResourcePolicy",
                ],
            ),
            dependents("logs:PutDeliveryDestination", &["logs:TagResource"]),
            dependents(
                "logs:PutDeliverySource",
                &["logs:TagResource", "cloudfront:AllowVendedLogDeliveryForResource"],
            ),
        ],
    };
}
