//! AWS Secrets Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html>.

use crate::policy::row::{HERE, MARKED, Row, allow, allow_on_all, arn};

const SECRETS: &[&str] = &[arn!("secretsmanager", "secret:{stack}/*")];

pub(super) const SECRET: &[Row] = &[
    allow_on_all(&["secretsmanager:GetRandomPassword"]).when(&[HERE]),
    allow(
        &[
            "secretsmanager:DeleteSecret",
            "secretsmanager:DescribeSecret",
            "secretsmanager:UpdateSecret",
        ],
        SECRETS,
    ),
    allow(&["secretsmanager:CreateSecret", "secretsmanager:TagResource"], SECRETS).when(&[MARKED]),
];
