//! Policy documents: AWS may return one in a different form than it was given.

use serde_json::{Map, Value};

/// Returns the applied document if the live one is equivalent, and otherwise the live one, so that only real differences are
/// shown.
pub(crate) fn as_applied(live: Value, applied: &Value) -> Value {
    if normal(&live) == normal(applied) {
        applied.clone()
    } else {
        live
    }
}

/// Normalizes a document. A list with one element is the same as the element, the order of a list does not matter, a principal
/// `"*"` is the same as `{"AWS": "*"}`, and a boolean or number is the same as its text. The ids of the policy and of its
/// statements have no meaning, and services add them.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>,
/// <https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html>
fn normal(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(normal).collect();
            items.sort_by_cached_key(Value::to_string);
            items.dedup();
            match items.as_mut_slice() {
                [one] => one.take(),
                _ => Value::Array(items),
            }
        }
        Value::Object(map) => {
            let named = map.iter().filter(|(key, _)| !matches!(key.as_str(), "Id" | "Sid"));
            let entries = named.map(|(key, value)| {
                let value = match (key.as_str(), normal(value)) {
                    ("Principal" | "NotPrincipal", Value::Object(by))
                        if by.len() == 1 && by.get("AWS") == Some(&Value::from("*")) =>
                    {
                        Value::from("*")
                    }
                    (_, value) => value,
                };
                (key.clone(), value)
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::String(_) | Value::Null => value.clone(),
    }
}

/// Returns the statements of a resource's policy that allow something to everybody: to any principal, without a condition
/// that limits the caller's account, organization, network or resource.
pub(crate) fn public_statements(document: &Value) -> Vec<Value> {
    let statements = match &document["Statement"] {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    let public = statements.into_iter().filter(|one| is_public(one));
    public.cloned().collect()
}

/// Returns a document without the statements that allow something to everybody; `None` if nothing is left.
pub(crate) fn without_public_statements(mut document: Value) -> Option<Value> {
    match document.get_mut("Statement")? {
        Value::Array(all) => all.retain(|one| !is_public(one)),
        one if is_public(one) => return None,
        _ => {}
    }
    let is_empty = document["Statement"].as_array().is_some_and(Vec::is_empty);
    (!is_empty).then_some(document)
}

fn is_public(statement: &Value) -> bool {
    let is_any = |principal: &Value| match principal {
        Value::Array(all) => all.iter().any(|one| one == "*"),
        one => one == "*",
    };
    let principal = &statement["Principal"];
    let to_anybody = is_any(principal) || is_any(&principal["AWS"]) || !statement["NotPrincipal"].is_null();
    let conditions = statement["Condition"].as_object();
    let is_limited = conditions.is_some_and(|all| all.iter().any(|(operator, keys)| limits_the_caller(operator, keys)));
    statement["Effect"] == "Allow" && to_anybody && !is_limited
}

/// The keys that S3 too counts as a limit:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>, "The meaning of public".
/// `aws:SourceOwner` is SNS's: <https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html>.
const LIMITS: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
];

fn limits_the_caller(operator: &str, keys: &Value) -> bool {
    let positive = ["StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress"];
    let operator = operator.trim_start_matches("ForAnyValue:");
    let Some(keys) = keys.as_object().filter(|_| positive.contains(&operator)) else {
        return false;
    };
    let is_wide = |value: &Value| {
        value
            .as_str()
            .is_none_or(|value| matches!(value, "*" | "0.0.0.0/0" | "::/0"))
    };
    let is_wide = |values: &Value| match values {
        Value::Array(all) => all.iter().any(is_wide),
        one => is_wide(one),
    };
    keys.iter()
        .any(|(key, values)| LIMITS.contains(&key.to_lowercase().as_str()) && !is_wide(values))
}

/// Parses a document; invalid JSON becomes a string.
pub(crate) fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Decodes a document as IAM returns it, percent-encoded according to RFC 3986.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html>
pub(crate) fn decode(encoded: &str) -> Value {
    let mut text = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = tail.get(..2).filter(|_| byte == b'%').and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        text.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    serde_json::from_slice(&text).unwrap_or_else(|_| encoded.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn document_in_another_form_is_the_applied_one() {
        let applied = json!({ "Statement": [{
            "Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": ["b", "a"],
            "Condition": { "Bool": { "aws:SecureTransport": false } },
        }] });
        let live = json!({ "Id": "1", "Statement": {
            "Sid": "s", "Effect": "Deny", "Principal": { "AWS": ["*"] }, "Action": "s3:*", "Resource": ["a", "b"],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        } });
        assert_eq!(as_applied(live, &applied), applied);
    }

    #[test]
    fn different_document_is_returned_as_it_is() {
        let applied = json!({ "Statement": [{ "Effect": "Allow", "Principal": { "Service": "a" }, "Action": "b" }] });
        let live = json!({ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "b" }] });
        assert_eq!(as_applied(live.clone(), &applied), live);
    }

    fn allow(principal: &Value, condition: &Value) -> Value {
        json!({ "Effect": "Allow", "Principal": principal, "Action": "sns:Publish", "Condition": condition })
    }

    #[test]
    fn statement_for_everybody_is_public_unless_a_condition_limits_it() {
        let public = |principal: Value, condition: Value| {
            !public_statements(&json!({ "Statement": [allow(&principal, &condition)] })).is_empty()
        };
        let anybody = || json!({ "AWS": "*" });
        assert!(public(json!("*"), json!(null)));
        assert!(public(
            json!({ "AWS": ["arn:aws:iam::111122223333:root", "*"] }),
            json!({})
        ));
        assert!(public(anybody(), json!({ "Bool": { "aws:SecureTransport": "true" } })));
        assert!(public(
            anybody(),
            json!({ "StringNotEquals": { "aws:SourceAccount": "1" } })
        ));
        assert!(public(anybody(), json!({ "StringLike": { "aws:SourceAccount": "*" } })));
        assert!(!public(
            anybody(),
            json!({ "StringEquals": { "AWS:SourceOwner": "111122223333" } })
        ));
        assert!(!public(json!({ "Service": "events.amazonaws.com" }), json!(null)));
        assert!(!public(json!({ "AWS": "arn:aws:iam::444455556666:root" }), json!(null)));
        let deny = json!({ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "*" } });
        assert_eq!(public_statements(&deny), [json!(null); 0]);
    }

    #[test]
    fn only_public_statements_are_removed() {
        let ours = allow(&json!({ "Service": "events.amazonaws.com" }), &json!(null));
        let public = allow(&json!("*"), &json!(null));
        let document = |statements: Value| json!({ "Version": "2012-10-17", "Statement": statements });
        assert_eq!(
            without_public_statements(document(json!([ours, public]))),
            Some(document(json!([ours])))
        );
        assert_eq!(without_public_statements(document(json!([public]))), None);
        assert_eq!(without_public_statements(document(public)), None);
    }

    #[test]
    fn percent_encoding_is_decoded_and_a_stray_percent_sign_is_kept() {
        assert_eq!(decode("%7B%22a%22%3A%20%22%C3%A9%22%7D"), json!({ "a": "é" }));
        assert_eq!(decode("[\"100%\"]"), json!(["100%"]));
    }
}
