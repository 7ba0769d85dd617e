//! AWS IAM.

use serde_json::Value;
use std::collections::BTreeMap;

kind! {
    /// A role, with its policies.
    Role is "role", "AWS::IAM::Role" of "iam" {
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

kind! {
    /// A service-linked role, which all stacks of an account share.
    ServiceLinkedRole is "service-linked role", "AWS::IAM::ServiceLinkedRole" of "iam" {
        replaces: [service],
        unsent: [on_destroy],
        untold: [on_destroy],
        create: 10 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: RoleArn,
        },
    }
    /// The service, as `ecs.amazonaws.com`.
    service: String,
    /// `Retain`: other stacks and other tools use it.
    on_destroy: String,
}
