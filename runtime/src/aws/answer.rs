//! Interprets AWS's responses: who owns a resource, and whether its fields are as applied.

use super::adapter::Cx;
use super::error::{not_owned, owned_by};
use crate::provider::{ApiError, Live, Owner};
use aws_smithy_types::DateTime;
use serde::Serialize;
use serde_json::{Value, json};

impl Cx<'_> {
    /// Checks the tags of something that has the resource's name. Returns its id if this stack owns it, and an error otherwise.
    pub(crate) fn claim<'t>(
        &self,
        call: &'static str,
        id: String,
        tags: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Option<String>, ApiError> {
        let (noun, name) = (self.target.kind.noun, &self.target.name);
        match self.target.owner(tags) {
            Owner::Stack => Ok(Some(id)),
            Owner::Nobody(_) => Err(not_owned(call, &format!("the {noun} `{name}`"))),
            Owner::Other(stack) => Err(owned_by(call, &format!("the {noun} `{name}`"), &stack)),
        }
    }
}

impl Live {
    /// Adds a field, if AWS reports it.
    pub(crate) fn reported(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }
}

/// How many of the last events to report about a failed resource.
const EVENTS: usize = 3;

/// Returns the last different events, with the newest first.
pub(crate) fn newest(events: Vec<(Option<DateTime>, String)>) -> Vec<String> {
    let mut events = events;
    events.sort_by_key(|(at, _)| std::cmp::Reverse(at.map(|at| at.secs())));
    let mut reported: Vec<String> = Vec::new();
    for (_, message) in events {
        if reported.len() < EVENTS && !reported.contains(&message) {
            reported.push(message);
        }
    }
    reported
}

/// Adds the last events to AWS's word for a failure: the newest follows the word, and each older event is on its own
/// line.
pub(crate) fn with_events(word: &str, events: Vec<(Option<DateTime>, String)>) -> String {
    let reported = newest(events);
    if reported.is_empty() {
        return word.to_owned();
    }
    format!("{word}: {}", reported.join("\n"))
}

/// Sorts an unordered list of AWS like the applied list, if both are the same set, and alphabetically otherwise.
pub(crate) fn in_order<'a>(
    applied: impl IntoIterator<Item = &'a str>,
    live: impl IntoIterator<Item = impl Into<String>>,
) -> Vec<String> {
    let applied: Vec<String> = applied.into_iter().map(str::to_owned).collect();
    let mut live: Vec<String> = live.into_iter().map(Into::into).collect();
    live.sort();
    let mut sorted = applied.clone();
    sorted.sort();
    if sorted == live { applied } else { live }
}

/// Returns the applied version, if the live one is a release of that branch, such as 8.4.8 of 8.4; otherwise the live one.
pub(crate) fn of_branch(applied: &str, live: String) -> String {
    let release = live.strip_prefix(applied);
    if release.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        applied.into()
    } else {
        live
    }
}

/// Converts AWS's floating point number to the integer that was declared, if it is one.
pub(crate) fn whole(live: f64) -> Value {
    live.to_string()
        .parse::<i64>()
        .map_or_else(|_| json!(live), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_set_keeps_the_applied_order_and_another_is_sorted() {
        assert_eq!(in_order(["b", "a"], ["a", "b"]), ["b", "a"]);
        assert_eq!(in_order(["b", "a"], ["c", "a"]), ["a", "c"]);
    }

    #[test]
    fn branch_matches_its_releases_and_no_other_branch() {
        assert_eq!(of_branch("8.4", "8.4.8".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.4".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.40.1".into()), "8.40.1");
        assert_eq!(of_branch("8.4.8", "8.4".into()), "8.4");
    }

    #[test]
    fn newest_events_are_reported_once_each() {
        let event = |at: i64, message: &str| (Some(DateTime::from_secs(at)), message.to_owned());
        let events = vec![
            event(1, "a"),
            event(3, "c"),
            event(2, "b"),
            event(4, "c"),
            event(0, "z"),
        ];
        assert_eq!(with_events("failed", events), "failed: c\nb\na");
        assert_eq!(with_events("failed", Vec::new()), "failed");
    }

    #[test]
    fn whole_numbers_are_converted_to_integers() {
        assert_eq!(whole(50.0), json!(50));
        assert_eq!(whole(0.5), json!(0.5));
    }
}
