//! Roles.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;
use std::collections::BTreeMap;

kind! {
    /// A role, with its policies.
    Role is "role", "AWS::IAM::Role" of "iam" {
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
        named: 64,
        create: 10 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: RoleArn,
            /// Its name.
            name: RoleName,
        },
    }
    /// What it is for.
    description: String,
    /// Who may assume it: a policy document.
    trust: Value,
    /// Its inline policies: documents by name.
    policies: BTreeMap<String, Value>,
    /// The ARNs of the policies that AWS keeps and it has besides.
    managed: Vec<String>,
}

impl HasAdvice for Role {
    const ADVICE: &'static [Advice] = &[];
}
