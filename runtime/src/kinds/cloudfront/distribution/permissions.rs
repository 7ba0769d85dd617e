//! IAM permissions to manage distributions: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html>.
//!
//! CloudFront has no regions: its ARNs have none, and a condition on the region would restrict nothing.

use super::Distribution;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_on_all, global_arn,
};

const DISTRIBUTIONS: &[&str] = &[global_arn!("cloudfront", "distribution/*")];

impl HasPermissions for Distribution {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_on_all(&["cloudfront:ListDistributions"]),
            allow(
                &[
                    "cloudfront:GetDistribution",
                    "cloudfront:GetDistributionConfig",
                    "cloudfront:ListTagsForResource",
                ],
                DISTRIBUTIONS,
            ),
            allow_on_all(&["cloudfront:CreateDistribution"]).when(&[TAGGED_ON_CREATE]),
            allow(&["cloudfront:TagResource"], DISTRIBUTIONS).when(&[TAGGED_ON_CREATE]),
            allow(
                &["cloudfront:DeleteDistribution", "cloudfront:UpdateDistribution"],
                DISTRIBUTIONS,
            )
            .when(&[OWNED_BY_STACK]),
            // The value of the header that the load balancer uses to recognise requests from CloudFront.
            allow(
                &["secretsmanager:GetSecretValue"],
                &["arn:{partition}:secretsmanager:{home}:{account}:secret:{stack}/*"],
            ),
        ],
        inventory: &[
            allow_on_all(&["cloudfront:ListDistributions"]),
            allow(
                &["cloudfront:ListTagsForResource"],
                &["arn:{partition}:cloudfront::{account}:*"],
            ),
        ],
        dependents: &[],
    };
}
