//! IAM permissions to manage dashboards: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>.

use super::Dashboard;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents, global_arn,
};

const DASHBOARDS: &[&str] = &[global_arn!("cloudwatch", "dashboard/{stack}-{home}-*")];

impl HasPermissions for Dashboard {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "cloudwatch:DeleteDashboards",
                    "cloudwatch:GetDashboard",
                    "cloudwatch:ListTagsForResource",
                    "cloudwatch:PutDashboard",
                ],
                DASHBOARDS,
            ),
            allow(&["cloudwatch:TagResource"], DASHBOARDS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "cloudwatch:ListDashboards",
            "cloudwatch:ListTagsForResource",
        ])],
        dependents: &[dependents("cloudwatch:PutDashboard", &["cloudwatch:TagResource"])],
    };
}
