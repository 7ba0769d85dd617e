//! `explain`: what a rule requires, and why.

use super::console::Console;
use super::error::CliError;
use super::exit::Exit;
use crate::report::{rule_json, rule_text, rules_text};
use moodle_stack_model::nearest;
use moodle_stack_model::rules::pages;
use serde_json::Value;

/// Prints one rule in full, or lists all of them.
pub(super) fn explain(id: Option<&str>, console: Console) -> Result<Exit, CliError> {
    let Some(id) = id else {
        console.print(&rules_text(pages()));
        console.json(&pages().map(|page| rule_json(&page)).collect::<Value>());
        return Ok(Exit::Done);
    };
    // `304` is short for `MS304`.
    let full = format!("MS{id}");
    let is_it = |known: &str| known.eq_ignore_ascii_case(id) || known == full;
    let Some(page) = pages().find(|page| is_it(page.id)) else {
        let error = CliError::usage(format!("there is no rule `{id}`"));
        // All ids are similar. A suggestion only helps if a digit is missing or added.
        let near = nearest(id, pages().map(|page| page.id)).filter(|near| near.len() != id.len());
        let error = match near {
            Some(near) => error.hint(format!("Did you mean `{near}`?")),
            None => error,
        };
        return Err(error
            .hint("The id of an error is in brackets at the end of its note.")
            .hint("`explain` without an id lists all rules."));
    };
    console.print(&rule_text(&page));
    console.json(&rule_json(&page));
    Ok(Exit::Done)
}
