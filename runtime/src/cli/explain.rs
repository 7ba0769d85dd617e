//! `explain`: what a rule demands, and why.

use super::console::Console;
use super::error::CliError;
use super::exit::Exit;
use crate::report::{rule_json, rule_text, rules_text};
use moodle_stack_model::nearest;
use moodle_stack_model::rules::pages;
use serde_json::Value;

/// Tells all of one rule, or a line of each.
pub(super) fn explain(id: Option<&str>, console: Console) -> Result<Exit, CliError> {
    let Some(id) = id else {
        console.say(&rules_text(pages()));
        console.json(&pages().map(|page| rule_json(&page)).collect::<Value>());
        return Ok(Exit::Done);
    };
    let Some(page) = pages().find(|page| page.id.eq_ignore_ascii_case(id)) else {
        let refusal = CliError::usage(format!("there is no rule `{id}`"));
        // Ids are all alike; a near one says something only where a digit is missing or one too many.
        let near = nearest(id, pages().map(|page| page.id)).filter(|near| near.len() != id.len());
        let refusal = match near {
            Some(near) => refusal.hint(format!("Did you mean `{near}`?")),
            None => refusal,
        };
        return Err(refusal
            .hint("An error's id stands in brackets at the end of its note.")
            .hint("`explain` without an id lists all rules."));
    };
    console.say(&rule_text(&page));
    console.json(&rule_json(&page));
    Ok(Exit::Done)
}
