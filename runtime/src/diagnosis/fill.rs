//! Fills the values of an error into an explanation.

use super::service_code::service_code;
use crate::provider::{ApiError, Place};

/// The values that explanations name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill<'a> {
    pub(super) error: &'a ApiError,
    pub(super) place: &'a Place,
}

impl Fill<'_> {
    /// Fills the values into a text. A value that is unknown is in capitals, so that a person replaces it.
    ///
    /// `{action}` is the denied action, which is not always the call; `{on}` is what it is denied on; `{bucket}` is the bucket in
    /// the message; `{vpce-}` and the like are the first ID in the message that begins so.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = from.split_once('}') else {
                filled.push('{');
                rest = from;
                continue;
            };
            filled.push_str(&self.value(name));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str) -> String {
        let known = |value: &str, unknown: &str| if value.is_empty() { unknown } else { value }.to_owned();
        match name {
            "region" => known(&self.place.region, "REGION"),
            "account" => known(&self.place.account, "ACCOUNT"),
            "name" => known(&self.place.name, "NAME"),
            "call" => self.error.call.clone(),
            "action" => self.after("perform: ").unwrap_or_else(|| self.error.call.clone()),
            "on" => self.after("on resource: ").unwrap_or_else(|| "its resources".into()),
            "bucket" => self.after("bucket: ").unwrap_or_else(|| "of the logs".into()),
            "service" => service_code(&self.error.call).to_owned(),
            prefix => self.id(prefix).unwrap_or_else(|| format!("{prefix}…")),
        }
    }

    /// Returns the word after a text of the message.
    fn after(&self, text: &str) -> Option<String> {
        let (_, rest) = self.error.message.split_once(text)?;
        let word = rest.split_whitespace().next()?;
        Some(word.trim_matches(['"', '\'', ',', '.', ';']).to_owned())
    }

    /// Returns the first ID in the message with a prefix, such as `sg-`: of what uses a resource, if the message states that.
    fn id(&self, prefix: &str) -> Option<String> {
        let message = self.error.message.as_str();
        let message = message.split_once("used by ").map_or(message, |(_, users)| users);
        let is_of_id = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let mut words = message.split(|letter: char| !is_of_id(letter));
        words.find(|word| word.starts_with(prefix)).map(str::to_owned)
    }
}
