//! IAM permissions to manage trails: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html>.

use super::Trail;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const TRAILS: &[&str] = &[arn!("cloudtrail", "trail/{stack}-*")];

impl HasPermissions for Trail {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "cloudtrail:DeleteTrail",
                    "cloudtrail:GetEventSelectors",
                    "cloudtrail:GetTrail",
                    "cloudtrail:GetTrailStatus",
                    "cloudtrail:ListTags",
                    "cloudtrail:PutEventSelectors",
                    "cloudtrail:StartLogging",
                    "cloudtrail:UpdateTrail",
                ],
                TRAILS,
            ),
            allow(&["cloudtrail:AddTags", "cloudtrail:CreateTrail"], TRAILS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&["cloudtrail:ListTags", "cloudtrail:ListTrails"])],
        dependents: &[dependents("cloudtrail:CreateTrail", &["cloudtrail:AddTags"])],
    };
}
