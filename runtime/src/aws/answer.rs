//! Judging what AWS answers: whose a resource is, and whether it is as it was applied.

use super::adapter::Cx;
use super::error::not_owned;
use crate::provider::{ApiError, Live};
use aws_smithy_types::DateTime;
use serde::Serialize;
use serde_json::{Value, json};

impl Cx<'_> {
    /// Judges something of the resource's name by its tags: it is the resource, or somebody else's.
    pub(crate) fn claim<'t>(
        &self,
        call: &'static str,
        id: String,
        tags: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Option<String>, ApiError> {
        if self.target.owns(tags) {
            return Ok(Some(id));
        }
        let (noun, name) = (self.target.kind.noun, &self.target.name);
        Err(not_owned(call, &format!("the {noun} `{name}`")))
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

/// How many of the last events are told of what AWS has given up.
const EVENTS: usize = 3;

/// Says what AWS's word for a failure means: the last of the events that it has written down about it, the newest beside the
/// word, and those before a line each.
pub(crate) fn with_events(word: &str, events: Vec<(Option<DateTime>, String)>) -> String {
    let mut events = events;
    events.sort_by_key(|(at, _)| std::cmp::Reverse(at.map(|at| at.secs())));
    let mut told: Vec<String> = Vec::new();
    for (_, message) in events {
        if told.len() < EVENTS && !told.contains(&message) {
            told.push(message);
        }
    }
    if told.is_empty() {
        return word.to_owned();
    }
    format!("{word}: {}", told.join("\n"))
}

/// Puts what AWS lists in any order into the order applied, where it is the same set; else sorts it.
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

/// Says the version applied, where the live one is a release of that branch: 8.4.8 of 8.4.
pub(crate) fn of_branch(applied: &str, live: String) -> String {
    let release = live.strip_prefix(applied);
    if release.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        applied.into()
    } else {
        live
    }
}

/// Turns AWS's floating point number into the whole number that it was declared as, where it is one.
pub(crate) fn whole(live: f64) -> Value {
    live.to_string()
        .parse::<i64>()
        .map_or_else(|_| json!(live), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_set_keeps_the_order_applied_and_another_is_sorted() {
        assert_eq!(in_order(["b", "a"], ["a", "b"]), ["b", "a"]);
        assert_eq!(in_order(["b", "a"], ["c", "a"]), ["a", "c"]);
    }

    #[test]
    fn a_branch_stands_for_its_releases_and_for_no_other_branch() {
        assert_eq!(of_branch("8.4", "8.4.8".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.4".into()), "8.4");
        assert_eq!(of_branch("8.4", "8.40.1".into()), "8.40.1");
        assert_eq!(of_branch("8.4.8", "8.4".into()), "8.4");
    }

    #[test]
    fn the_newest_events_are_told_once_each() {
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
    fn whole_numbers_come_back_as_they_were_declared() {
        assert_eq!(whole(50.0), json!(50));
        assert_eq!(whole(0.5), json!(0.5));
    }
}
