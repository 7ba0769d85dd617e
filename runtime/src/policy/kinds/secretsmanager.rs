//! AWS Secrets Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html>.

use crate::policy::row::{Row, TAGGED_ON_CREATE, allow, allow_in_region, arn};

const SECRETS: &[&str] = &[arn!("secretsmanager", "secret:{stack}/*")];

pub(super) const SECRET: &[Row] = &[
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
];
