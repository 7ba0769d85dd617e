//! AWS Secrets Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html>.

use super::Secret;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const SECRETS: &[&str] = &[arn!("secretsmanager", "secret:{stack}/*")];

impl HasPermissions for Secret {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["secretsmanager:GetRandomPassword"]),
            allow(
                &[
                    "secretsmanager:CancelRotateSecret",
                    "secretsmanager:DeleteResourcePolicy",
                    "secretsmanager:DeleteSecret",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetResourcePolicy",
                    "secretsmanager:PutResourcePolicy",
                    "secretsmanager:UpdateSecret",
                ],
                SECRETS,
            ),
            allow(&["secretsmanager:CreateSecret", "secretsmanager:TagResource"], SECRETS).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&["secretsmanager:ListSecrets"])],
        dependents: &[dependents(
            "secretsmanager:CreateSecret",
            &["secretsmanager:TagResource"],
        )],
    };
}
