//! What a run has left in place, as text and as JSON.

use crate::execute::{Leftover, Leftovers};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Writes what has become of data, and what was left alone; empty if there is neither.
pub(crate) fn leftovers_text(leftovers: &Leftovers) -> String {
    let mut text = String::new();
    let data = leftovers.data.iter();
    let data = data.map(|one| format!("{} ({}): {}", one.address, one.noun, one.what));
    section(&mut text, "Data", data.collect());
    let left_alone = leftovers.left_alone.iter().map(|one| {
        let Leftover {
            address,
            noun,
            id,
            what,
        } = one;
        match id {
            Some(id) => format!("{address} ({noun}): {id} still exists, and may cost money: {what}"),
            None => format!("{address} ({noun}): {what}"),
        }
    });
    section(&mut text, "Left alone", left_alone.collect());
    text
}

fn section(text: &mut String, heading: &str, mut lines: Vec<String>) {
    if !lines.is_empty() {
        lines.sort();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{heading}:\n  {}", lines.join("\n  "));
    }
}

/// Returns the same as JSON.
pub(crate) fn leftovers_json(leftovers: &Leftovers) -> Value {
    let list = |all: &[Leftover]| -> Vec<Value> {
        let all = all.iter();
        all.map(|one| {
            json!({
                "address": one.address,
                "noun": one.noun,
                "id": one.id,
                "what": one.what,
            })
        })
        .collect()
    };
    json!({ "data": list(&leftovers.data), "left_alone": list(&leftovers.left_alone) })
}
