//! AWS IAM: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>.
//!
//! IAM has no regions, so all regions of an account share these roles.

use super::ServiceLinkedRole;
use crate::resource::permission::{HasPermissions, Permissions, allow, allow_on_all, equals, global_arn};

/// The roles are kept when the stack is destroyed, because others use them.
impl HasPermissions for ServiceLinkedRole {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_on_all(&["iam:ListRoles"]),
            allow(
                &["iam:GetRole"],
                &[global_arn!("iam", "role/aws-service-role/{service}/*")],
            ),
            allow(
                &["iam:CreateServiceLinkedRole"],
                &[global_arn!("iam", "role/aws-service-role/{service}/*")],
            )
            .when(&[equals("iam:AWSServiceName", &["{service}"])]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
