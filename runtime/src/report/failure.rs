//! A step that did not succeed, told so that a tired administrator can act on it.

use super::place;
use super::style::{BOLD, CYAN, RED, paint};
use crate::execute::Failure;
use moodle_stack_model::Stack;
use serde_json::{Value, json};

/// Tells which resource failed, where it is declared, what happened, what it means and what to do next.
pub(crate) fn failure(failure: &Failure, stack: &Stack) -> String {
    let Failure {
        address,
        noun,
        key,
        trouble,
    } = failure;
    let head = format!(
        "{} {}",
        paint(RED, "error:"),
        paint(BOLD, format!("{address} ({noun}) failed"))
    );
    let place = place(stack, key).map_or_else(String::new, |place| format!("\n  {} {place}", paint(CYAN, "-->")));
    format!(
        "{head}{place}\n   what: {}\n  means: {}\n   next: {}",
        trouble.what(),
        trouble.meaning(),
        trouble.advice()
    )
}

/// Tells the same to programs.
pub(crate) fn failure_json(failure: &Failure, stack: &Stack) -> Value {
    json!({
        "address": failure.address,
        "noun": failure.noun,
        "declared_at": place(stack, &failure.key),
        "what": failure.trouble.what(),
        "means": failure.trouble.meaning(),
        "next": failure.trouble.advice(),
    })
}
