//! What differs: declared, last applied and live.

use super::FieldChange;
use crate::blueprint::Desired;
use crate::journal::Entry;
use crate::provider::Live;
use crate::resource::resolve;
use serde_json::{Map, Value};

/// Compares what is declared with what was last applied and with what AWS tells.
///
/// `known` gives the outputs that will still be there; a field with a reference to anything else changes to what nobody
/// knows yet.
pub(crate) fn changes(
    desired: &Desired,
    entry: &Entry,
    live: Option<&Live>,
    known: &impl Fn(&str, &str) -> Option<String>,
) -> Vec<FieldChange> {
    let empty = Map::new();
    let declared = desired.fields.as_object().unwrap_or(&empty);
    let mut changes = Vec::new();
    for (field, value) in declared {
        if desired.kind.incidental.contains(&field.as_str()) {
            continue;
        }
        let applied = &entry.fields[field];
        let change = |from: &Value, to: Value, drift| FieldChange {
            field: field.clone(),
            from: from.clone(),
            to,
            drift,
        };
        // What it was changed to outside of this program is where it changes from.
        let drifted = live
            .and_then(|live| live.fields.get(field))
            .filter(|live| *live != applied);
        let value = resolve(value, known);
        match (value, drifted) {
            (None, drifted) => changes.push(change(drifted.unwrap_or(applied), Value::Null, drifted.is_some())),
            (Some(value), Some(live)) if *live != value => changes.push(change(live, value, true)),
            (Some(value), _) if value != *applied => changes.push(change(applied, value, false)),
            (Some(_), _) => {}
        }
    }
    changes
}
