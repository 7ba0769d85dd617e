//! The differences between two values, by the path of keys: only the changed action of a policy, and not the whole
//! policy twice.

use serde_json::{Map, Value};
use std::fmt;

/// The longest value that is shown in full; `--json` has all of every value.
const WIDTH: usize = 100;

/// One difference between two values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// The keys that lead to it, such as `policy.Statement[0].Action`.
    path: String,
    edit: Edit,
}

#[derive(Clone, Debug, PartialEq)]
enum Edit {
    Changed(Value, Value),
    Added(Value),
    Removed(Value),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.edit {
            Edit::Changed(from, to) => write!(f, "{path}: {} → {}", show(from), show(to)),
            Edit::Added(value) => write!(f, "{path}: added {}", show(value)),
            Edit::Removed(value) => write!(f, "{path}: removed {}", show(value)),
        }
    }
}

/// Finds every difference between two values of a field.
pub(crate) fn diff(field: &str, from: &Value, to: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(field, from, to, &mut found);
    found
}

/// Writes a value on one line.
pub(crate) fn show(value: &Value) -> String {
    if value.is_null() {
        return "none".into();
    }
    let text = value.to_string();
    if text.chars().count() <= WIDTH {
        return text;
    }
    text.chars().take(WIDTH - 1).chain(['…']).collect()
}

fn compare(path: &str, from: &Value, to: &Value, found: &mut Vec<Difference>) {
    match (from, to) {
        _ if from == to => {}
        (Value::Object(from), Value::Object(to)) => objects(path, from, to, found),
        (Value::Array(from), Value::Array(to)) => arrays(path, from, to, found),
        _ => push(found, path, Edit::Changed(from.clone(), to.clone())),
    }
}

fn objects(path: &str, from: &Map<String, Value>, to: &Map<String, Value>, found: &mut Vec<Difference>) {
    for (key, old) in from {
        let path = format!("{path}.{key}");
        match to.get(key) {
            Some(new) => compare(&path, old, new, found),
            None => push(found, &path, Edit::Removed(old.clone())),
        }
    }
    for (key, new) in to.iter().filter(|(key, _)| !from.contains_key(*key)) {
        push(found, &format!("{path}.{key}"), Edit::Added(new.clone()));
    }
}

/// Compares the items between the common prefix and the common suffix, so that one insertion is one difference.
fn arrays(path: &str, from: &[Value], to: &[Value], found: &mut Vec<Difference>) {
    let start = from.iter().zip(to).take_while(|(old, new)| old == new).count();
    let (old, new) = (&from[start..], &to[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(old, new)| old == new)
        .count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let is_plain = |value: &Value| !value.is_object() && !value.is_array();
    if old.iter().chain(new).all(is_plain) {
        for value in old.iter().filter(|value| !new.contains(value)) {
            push(found, path, Edit::Removed(value.clone()));
        }
        for value in new.iter().filter(|value| !old.contains(value)) {
            push(found, path, Edit::Added(value.clone()));
        }
        // The same values in another order.
        if old.iter().all(|value| new.contains(value)) && new.iter().all(|value| old.contains(value)) {
            push(found, path, Edit::Changed(from.into(), to.into()));
        }
        return;
    }
    for at in 0..old.len().max(new.len()) {
        let path = format!("{path}[{}]", start + at);
        match (old.get(at), new.get(at)) {
            (Some(old), Some(new)) => compare(&path, old, new, found),
            (Some(old), None) => push(found, &path, Edit::Removed(old.clone())),
            (None, Some(new)) => push(found, &path, Edit::Added(new.clone())),
            (None, None) => {}
        }
    }
}

fn push(found: &mut Vec<Difference>, path: &str, edit: Edit) {
    found.push(Difference {
        path: path.into(),
        edit,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn listed(from: &Value, to: &Value) -> Vec<String> {
        diff("policy", from, to).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn changed_action_in_a_policy_is_one_line() {
        let policy =
            |action: &str, effect: &str| json!({ "Statement": [{ "Action": [action, "b"], "Effect": effect }] });
        assert_eq!(
            listed(&policy("a", "Allow"), &policy("c", "Allow")),
            [
                r#"policy.Statement[0].Action: removed "a""#,
                r#"policy.Statement[0].Action: added "c""#
            ]
        );
        assert_eq!(
            listed(&policy("a", "Allow"), &policy("a", "Deny")),
            [r#"policy.Statement[0].Effect: "Allow" → "Deny""#]
        );
    }

    #[test]
    fn inserted_statement_is_one_difference() {
        let (one, two) = (json!({ "Sid": "One" }), json!({ "Sid": "Two" }));
        assert_eq!(
            listed(&json!([one]), &json!([two, one])),
            [r#"policy[0]: added {"Sid":"Two"}"#]
        );
        assert_eq!(
            listed(&json!([two, one]), &json!([one])),
            [r#"policy[0]: removed {"Sid":"Two"}"#]
        );
    }

    #[test]
    fn order_and_kind_of_value_are_differences() {
        assert_eq!(
            listed(&json!(["a", "b"]), &json!(["b", "a"])),
            [r#"policy: ["a","b"] → ["b","a"]"#]
        );
        assert_eq!(listed(&json!(null), &json!({ "a": 1 })), [r#"policy: none → {"a":1}"#]);
        assert_eq!(
            listed(&json!({ "a": 1 }), &json!({ "b": 1 })),
            ["policy.a: removed 1", "policy.b: added 1"]
        );
    }

    #[test]
    fn long_value_ends_in_an_ellipsis() {
        let long = show(&json!("x".repeat(500)));
        assert_eq!(long.chars().count(), WIDTH);
        assert!(long.ends_with('…'));
    }
}
