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

    #[test]
    fn percent_encoding_is_decoded_and_a_stray_percent_sign_is_kept() {
        assert_eq!(decode("%7B%22a%22%3A%20%22%C3%A9%22%7D"), json!({ "a": "é" }));
        assert_eq!(decode("[\"100%\"]"), json!(["100%"]));
    }
}
