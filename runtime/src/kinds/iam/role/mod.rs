//! Roles.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;
use std::collections::BTreeMap;

kind! {
    /// A role with its policies.
    Role is "role", "AWS::IAM::Role" of "iam" {
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
        name_limit: 64,
        constants: [permissions_boundary, session_seconds],
        create: 10 to 300,
        delete: 3 to 300,
        outputs: {
            /// The role's ARN.
            arn: RoleArn,
            /// The role's name.
            name: RoleName,
        },
    }
    /// What the role is for.
    description: String,
    /// The trust policy, which states who may assume the role: a policy document.
    trust: Value,
    /// The inline policies: policy documents by name.
    policies: BTreeMap<String, Value>,
    /// The ARNs of the attached managed policies: none. Earlier versions attached AWS's to the role for backups; whatever is
    /// attached is detached.
    managed: Vec<String>,
}

impl HasAdvice for Role {
    const ADVICE: &'static [Advice] = &[];
}
