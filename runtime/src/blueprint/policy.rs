//! IAM policy documents.

use super::names::Names;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Makes a document of statements.
pub(super) fn document(statements: impl IntoIterator<Item = Value>) -> Value {
    let statements: Vec<Value> = statements.into_iter().collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Allows actions on resources.
pub(super) fn allow(actions: &[&str], resources: impl Serialize) -> Value {
    json!({ "Effect": "Allow", "Action": actions, "Resource": resources })
}

/// Denies actions on resources to everyone, under a condition.
pub(super) fn deny(actions: &[&str], resources: impl Serialize, condition: &Value) -> Value {
    json!({
        "Effect": "Deny",
        "Principal": { "AWS": "*" },
        "Action": actions,
        "Resource": resources,
        "Condition": condition,
    })
}

/// Narrows a statement by a condition.
pub(super) fn when(statement: Value, condition: impl Serialize) -> Value {
    with(statement, "Condition", json!(condition))
}

/// Gives a statement of a resource's own policy to a service.
pub(super) fn to_service(statement: Value, service: &str) -> Value {
    with(statement, "Principal", json!({ "Service": service }))
}

/// Lets a service assume a role.
pub(super) fn trust(service: &str) -> Value {
    json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": service } })
}

/// Demands that the service acts for something of this account, so that nobody else can make it act:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>.
pub(super) fn source(names: &Names, arn: &str) -> Value {
    json!({ "StringEquals": { "aws:SourceAccount": names.account() }, "ArnLike": { "aws:SourceArn": arn } })
}

/// Denies everything in a bucket that does not come by TLS.
pub(super) fn bucket_by_tls(arn: &str) -> Value {
    let resources = [arn.to_owned(), format!("{arn}/*")];
    deny(
        &["s3:*"],
        resources,
        &json!({ "Bool": { "aws:SecureTransport": "false" } }),
    )
}

fn with(statement: Value, key: &str, value: Value) -> Value {
    let mut fields = match statement {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    fields.insert(key.into(), value);
    Value::Object(fields)
}
