//! Calls and answers of RDS: their lists, tags and settings.

use super::Settings;
use crate::aws::responder::Call;

/// Writes an element, unless it is empty.
pub(super) fn text(name: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    format!("<{name}>{value}</{name}>")
}

pub(super) fn answer(call: &Call, body: &str) -> (u16, String) {
    let operation = &call.operation;
    let body = format!("<{operation}Response><{operation}Result>{body}</{operation}Result></{operation}Response>");
    (200, body)
}

pub(super) fn tags(tags: &Settings) -> String {
    let tags = tags
        .iter()
        .map(|(key, value)| format!("<Tag>{}{}</Tag>", text("Key", key), text("Value", value)));
    text("TagList", &tags.collect::<String>())
}

pub(super) fn tags_of(call: &Call) -> Settings {
    let tag = |number: usize| {
        let key = call.form.get(&format!("Tags.Tag.{number}.Key"))?;
        Some((key.clone(), call.get(&format!("Tags.Tag.{number}.Value")).to_owned()))
    };
    (1..).map_while(tag).collect()
}

/// Returns the settings of a call, with its lists joined by commas.
pub(super) fn settings(call: &Call) -> Settings {
    let mut settings = Settings::new();
    for (name, value) in &call.form {
        let list = name
            .rsplit_once('.')
            .filter(|(_, number)| number.parse::<u32>().is_ok());
        let name = list.map_or(name.as_str(), |(name, _)| name);
        if name.starts_with("Tags.") {
            continue;
        }
        settings
            .entry(name.to_owned())
            .and_modify(|all| *all = format!("{all},{value}"))
            .or_insert_with(|| value.clone());
    }
    settings
}

/// Writes a list in another order than it was given.
pub(super) fn list(name: &str, items: &str, item: impl Fn(&str) -> String) -> String {
    let items = items.split(',').filter(|item| !item.is_empty()).rev().map(item);
    text(name, &items.collect::<String>())
}

/// Writes the settings of a database that have the same name in calls and answers.
pub(super) fn same(settings: &Settings, names: &[&str]) -> String {
    let found = names
        .iter()
        .filter_map(|name| settings.get(*name).map(|value| text(name, value)));
    found.collect()
}
