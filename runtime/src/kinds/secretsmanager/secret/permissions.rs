//! AWS Secrets Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html>.

use crate::resource::permission::{Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents};

const SECRETS: &[&str] = &[arn!("secretsmanager", "secret:{stack}/*")];

pub(super) const PERMISSIONS: Permissions = Permissions {
    rows: &[
        allow_in_region(&["secretsmanager:GetRandomPassword"]),
        allow(
            &[
                "secretsmanager:DeleteSecret",
                "secretsmanager:DescribeSecret",
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
