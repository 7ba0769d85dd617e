//! Fills the placeholders of a row.

use crate::blueprint::{Graph, partition};
use crate::resource::used;
use crate::spec::Desired;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The values of a row's placeholders: `{stack}`, `{account}`, `{partition}`, the resource's `{region}`, the stack's
/// own region as `{home}`, and those that the row's table adds. For a resource, its fields are placeholders as well: a
/// text, a list of texts, or the name of the resource that the field refers to.
pub(super) struct Values<'a> {
    fixed: BTreeMap<&'a str, Vec<String>>,
    fields: Option<(&'a Graph, &'a Map<String, Value>)>,
}

impl<'a> Values<'a> {
    /// Returns the values that all rows of a region share.
    pub(super) fn in_region(graph: &'a Graph, region: &str) -> Self {
        let texts = [
            ("stack", graph.stack.as_str()),
            ("account", &graph.account),
            ("region", region),
            ("home", &graph.region),
            ("partition", partition(region)),
        ];
        Self {
            fixed: texts.map(|(place, text)| (place, vec![text.to_owned()])).into(),
            fields: None,
        }
    }

    /// Returns the values for a resource.
    pub(super) fn of(graph: &'a Graph, desired: &'a Desired) -> Self {
        let mut values = Self::in_region(graph, &desired.region);
        values.fields = desired.fields.as_object().map(|fields| (graph, fields));
        values
    }

    /// Adds one placeholder.
    pub(super) fn and(mut self, place: &'a str, texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fixed.insert(place, texts.into_iter().map(Into::into).collect());
        self
    }

    /// Fills the placeholders of a text. Returns one text for each value, and none if a placeholder has no value.
    pub(super) fn fill(&self, text: &str) -> Vec<String> {
        let place = text.split_once('{').and_then(|(before, rest)| {
            let (place, after) = rest.split_once('}')?;
            Some((before, place, after))
        });
        let Some((before, place, after)) = place else {
            return vec![text.to_owned()];
        };
        let rests = self.fill(after);
        let values = self.get(place);
        let filled = values.iter().flat_map(|value| {
            let filled = move |rest: &String| format!("{before}{value}{rest}");
            rests.iter().map(filled)
        });
        filled.collect()
    }

    /// Returns whether a placeholder has a value.
    pub(super) fn has(&self, place: &str) -> bool {
        !self.get(place).is_empty()
    }

    fn get(&self, place: &str) -> Vec<String> {
        if let Some(values) = self.fixed.get(place) {
            return values.clone();
        }
        let Some((graph, fields)) = self.fields else {
            return Vec::new();
        };
        match fields.get(place) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(value) => {
                let names = used(&json!({ place: value }))
                    .into_iter()
                    .map(|used| graph.resources[&used.address].name.clone());
                names.collect()
            }
            None => Vec::new(),
        }
    }
}
