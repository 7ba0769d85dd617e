//! Which resources of a journal use which, where several may be at one address: one that stands, and those that it takes the
//! place of.

use crate::journal::{Entry, Journal, Step};
use serde_json::Value;
use std::collections::BTreeMap;

/// Which resources of a journal use which.
pub(super) struct Uses<'j> {
    at: BTreeMap<&'j str, Vec<&'j Entry>>,
}

impl<'j> Uses<'j> {
    pub(super) fn of(journal: &'j Journal) -> Self {
        let mut at: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in journal.entries() {
            at.entry(&entry.address).or_default().push(entry);
        }
        Self { at }
    }

    /// Tells whether a resource uses another, or may do so as far as the journal knows: it refers to the address of the
    /// other, and has no value of another resource there instead.
    pub(super) fn uses(&self, user: &Entry, used: &Entry) -> bool {
        if !user.depends.contains(&used.address) {
            return false;
        }
        let others: Vec<&Entry> = self.at.get(used.address.as_str()).map_or_else(Vec::new, |all| {
            all.iter().copied().filter(|other| other.token != used.token).collect()
        });
        // Of a change that was cut off, nobody knows which of the two it has now.
        if others.is_empty() || user.step == Step::Updating || has_value_of(user, used, &others) {
            return true;
        }
        !others.iter().any(|other| {
            let rest: Vec<&Entry> = others
                .iter()
                .copied()
                .chain([used])
                .filter(|one| one.token != other.token)
                .collect();
            has_value_of(user, other, &rest)
        })
    }
}

/// Tells whether the fields of a resource have a value in them that one resource of an address gives, and the others there
/// do not.
fn has_value_of(user: &Entry, giver: &Entry, others: &[&Entry]) -> bool {
    let is_its_own = |value: &&String| {
        !others
            .iter()
            .any(|other| other.outputs.values().any(|one| one == *value))
    };
    giver
        .outputs
        .values()
        .filter(is_its_own)
        .any(|value| mentions(&user.fields, value))
}

/// Tells whether a text is in some fields: as a value, or within one, such as an ARN in a policy.
fn mentions(fields: &Value, text: &str) -> bool {
    match fields {
        Value::String(value) => value.contains(text),
        Value::Array(values) => values.iter().any(|value| mentions(value, text)),
        Value::Object(values) => values.values().any(|value| mentions(value, text)),
        _ => false,
    }
}
