//! Texts with placeholders, such as IDs and ARNs.

use crate::provider::Target;
use serde_json::Value;

/// A text with placeholders in braces: `{name}`, `{region}`, `{account}` and `{spec_hash}` of the resource; `{id}`, the
/// ID that AWS generated for it; `{hex}`, 17 hexadecimal digits that no other resource has (`{hex:6}` are the first
/// six, and `{HEX:6}` the same in capitals); `{revision}`, a number; and any field that is a text, such as `{domain}`
/// or `{action.forward}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template(pub(super) &'static str);

/// The values of a template's placeholders.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) target: &'a Target,
    pub(super) fields: &'a Value,
    pub(super) id: &'a str,
    pub(super) hex: &'a str,
}

impl Template {
    /// Fills the places.
    pub(super) fn fill(self, values: Values<'_>) -> String {
        let mut parts = self.0.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (place, text) = part.split_once('}').unwrap_or((part, ""));
            filled.push_str(&values.get(place));
            filled.push_str(text);
        }
        filled
    }

    /// Lists the places.
    #[cfg(test)]
    pub(super) fn places(self) -> impl Iterator<Item = &'static str> {
        let parts = self.0.split('{').skip(1);
        parts.filter_map(|part| part.split_once('}')).map(|(place, _)| place)
    }
}

impl Values<'_> {
    fn get(&self, place: &str) -> String {
        let target = self.target;
        match place {
            "name" => target.name.clone(),
            "region" => target.region.clone(),
            "account" => target.account.clone(),
            "spec_hash" => target.spec_hash.clone(),
            "id" => self.id.to_owned(),
            "hex" => self.hex.to_owned(),
            // A number that grows with each resource, such as the revision of a task definition.
            "revision" => (u64::from_str_radix(&self.hex[..4], 16).unwrap_or_default() + 1).to_string(),
            _ => match place.split_once(':') {
                Some(("hex", digits)) => self.first(digits).to_owned(),
                Some((_, digits)) => self.first(digits).to_uppercase(),
                None => {
                    let pointer = format!("/{}", place.replace('.', "/"));
                    let text = self.fields.pointer(&pointer).and_then(Value::as_str);
                    text.unwrap_or_default().to_owned()
                }
            },
        }
    }

    fn first(&self, digits: &str) -> &str {
        let digits = digits.parse().unwrap_or(self.hex.len());
        self.hex.get(..digits).unwrap_or(self.hex)
    }
}
