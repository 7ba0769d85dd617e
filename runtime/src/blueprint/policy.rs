//! IAM policy documents.

use super::names::Names;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A statement of a policy document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Statement {
    effect: Effect,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal>,
    action: Actions,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Value>,
}

#[derive(Debug, Serialize)]
enum Effect {
    Allow,
    Deny,
}

#[derive(Debug, Serialize)]
enum Principal {
    #[serde(rename = "AWS")]
    Aws(Cow<'static, str>),
    Service(String),
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Actions {
    One(&'static str),
    Many(Vec<&'static str>),
}

impl Statement {
    /// Limits the statement to requests that meet a condition.
    pub(super) fn with_condition(self, condition: Value) -> Self {
        Self {
            condition: Some(condition),
            ..self
        }
    }

    /// Names the account that the statement of a resource-based policy applies to, by the ARN of its root.
    pub(super) fn with_account(self, root: String) -> Self {
        Self {
            principal: Some(Principal::Aws(root.into())),
            ..self
        }
    }

    /// Names the service that the statement of a resource-based policy applies to.
    pub(super) fn with_service(self, service: &str) -> Self {
        Self {
            principal: Some(Principal::Service(service.into())),
            ..self
        }
    }
}

/// Builds a policy document.
pub(super) fn document(statements: impl IntoIterator<Item = Statement>) -> Value {
    let statements: Vec<Statement> = statements.into_iter().collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Allows actions on resources.
pub(super) fn allow(actions: &[&'static str], resources: impl Serialize) -> Statement {
    Statement {
        effect: Effect::Allow,
        principal: None,
        action: Actions::Many(actions.into()),
        resource: Some(json!(resources)),
        condition: None,
    }
}

/// Denies actions on resources to everyone, if a condition is met.
pub(super) fn deny(actions: &[&'static str], resources: impl Serialize, condition: Value) -> Statement {
    Statement {
        effect: Effect::Deny,
        principal: Some(Principal::Aws("*".into())),
        action: Actions::Many(actions.into()),
        resource: Some(json!(resources)),
        condition: Some(condition),
    }
}

/// Allows a service to assume the role whose trust policy has the statement.
pub(super) fn trust(service: &str) -> Statement {
    Statement {
        effect: Effect::Allow,
        principal: Some(Principal::Service(service.into())),
        action: Actions::One("sts:AssumeRole"),
        resource: None,
        condition: None,
    }
}

/// Builds the condition that a service acts for a resource of this account, which keeps other accounts from making it
/// act for them: <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>.
pub(super) fn source_condition(names: &Names, arn: &str) -> Value {
    json!({ "StringEquals": { "aws:SourceAccount": names.account() }, "ArnLike": { "aws:SourceArn": arn } })
}

/// Builds the condition that a service acts for this account, if it says for which account it acts. For services of which
/// AWS does not document that they do: with `IfExists`, a missing key meets the condition.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>.
pub(super) fn account_condition_if_known(names: &Names) -> Value {
    json!({ "StringEqualsIfExists": { "aws:SourceAccount": names.account() } })
}

/// Denies every request to a bucket that does not use TLS.
pub(super) fn deny_insecure_transport(arn: &str) -> Statement {
    let resources = [arn.to_owned(), format!("{arn}/*")];
    deny(
        &["s3:*"],
        resources,
        json!({ "Bool": { "aws:SecureTransport": "false" } }),
    )
}
