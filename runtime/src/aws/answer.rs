//! Judging what AWS answers: whose a resource is, and whether it is as it was applied.

use super::Cx;
use crate::provider::{Fault, FaultKind, Live};
use crate::resource::Ref;
use serde::Serialize;
use serde_json::Value;

impl Cx<'_> {
    /// Judges something of the resource's name by its tags: it is the resource, or somebody else's.
    pub(crate) fn claim<'t>(
        &self,
        call: &'static str,
        id: String,
        tags: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Option<String>, Fault> {
        if self.target.owns(tags) {
            return Ok(Some(id));
        }
        let (noun, name) = (self.target.kind.noun, &self.target.name);
        let message = format!("a {noun} `{name}` is there, and its tags do not say that it is this stack's");
        Err(Fault::new(FaultKind::Foreign, call, "Foreign", message))
    }
}

impl Live {
    /// Adds a field, where AWS tells it.
    pub(crate) fn told(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }
}

/// Puts what AWS lists in any order into the order applied, where it is the same set; else sorts it.
pub(crate) fn in_order<'a>(
    applied: impl IntoIterator<Item = &'a str>,
    live: impl IntoIterator<Item = String>,
) -> Vec<String> {
    let applied: Vec<String> = applied.into_iter().map(str::to_owned).collect();
    let mut live: Vec<String> = live.into_iter().collect();
    live.sort();
    let mut sorted = applied.clone();
    sorted.sort();
    if sorted == live { applied } else { live }
}

/// Says the version applied, where the live one is a release of that branch: 8.4.8 of 8.4.
pub(crate) fn of_branch(applied: &str, live: String) -> String {
    let release = live.strip_prefix(applied);
    if release.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        applied.into()
    } else {
        live
    }
}

/// Returns the values of references.
pub(crate) fn values<T>(references: &[Ref<T>]) -> impl Iterator<Item = &str> {
    references.iter().map(Ref::value)
}

/// Returns the values of references as the SDK takes a list.
pub(crate) fn list<T>(references: &[Ref<T>]) -> Vec<String> {
    values(references).map(str::to_owned).collect()
}

/// Counts as the SDK does.
pub(crate) fn int(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Says the policy document applied, where the live one, as AWS writes it, means the same.
pub(crate) fn document(applied: &Value, live: &str) -> Value {
    let live: Value = serde_json::from_str(live).unwrap_or_else(|_| Value::String(live.into()));
    if plain(applied) == plain(&live) {
        applied.clone()
    } else {
        live
    }
}

/// Writes a policy in one of the ways that mean the same: a list of one as its item, lists sorted, everybody as `*`, and
/// without the names of the policy and its statements, which services add:
/// <https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
fn plain(policy: &Value) -> Value {
    match policy {
        Value::Array(items) if items.len() == 1 => plain(&items[0]),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(plain).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(map) if map.len() == 1 && map.get("AWS").is_some_and(|who| plain(who) == "*") => "*".into(),
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "Id" | "Sid"))
            .map(|(key, value)| (key.clone(), plain(value)))
            .collect(),
        Value::Bool(_) | Value::Number(_) => Value::String(policy.to_string()),
        Value::String(_) | Value::Null => policy.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_set_keeps_the_order_applied_and_another_is_sorted() {
        let live = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>();
        assert_eq!(in_order(["b", "a"], live(&["a", "b"])), ["b", "a"]);
        assert_eq!(in_order(["b", "a"], live(&["c", "a"])), ["a", "c"]);
    }

    #[test]
    fn a_branch_stands_for_its_releases_and_for_no_other_branch() {
        assert_eq!(of_branch("8.4", "8.4.8".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.4".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.40.1".into()), "8.40.1");
        assert_eq!(of_branch("8.4.8", "8.4".into()), "8.4");
    }

    #[test]
    fn policies_that_mean_the_same_are_told_as_applied() {
        let applied = json!({ "Statement": [{
            "Effect": "Deny", "Principal": "*", "Action": ["b", "a"],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }] });
        let same = r#"{"Id":"1","Statement":{"Sid":"s","Effect":"Deny","Principal":{"AWS":"*"},"Action":["a","b"],
            "Condition":{"Bool":{"aws:SecureTransport":false}}}}"#;
        assert_eq!(document(&applied, same), applied);
        let other = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":["a","b"]}}"#;
        assert_ne!(document(&applied, other), applied);
    }
}
