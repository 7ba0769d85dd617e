//! The page of a rule.

use super::style::{BOLD, DIM, paint};
use moodle_stack_model::listed;
use moodle_stack_model::rules::{Level, Page};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Writes all about a rule.
pub(crate) fn rule_text(page: &Page) -> String {
    let mut text = format!("{} {}\n\n{}\n", paint(BOLD, page.id), page.statement, page.why);
    let verdict = match page.level {
        Level::Refused => "refused ",
        Level::Warned => "warned of",
    };
    let _ = write!(
        text,
        "\n  {} {}\n  {} {}\n",
        paint(DIM, format!("{verdict:9}")),
        page.wrong,
        paint(DIM, "accepted "),
        page.right
    );
    if !page.reads.is_empty() {
        let reads: Vec<String> = page.reads.iter().map(|key| format!("`{key}`")).collect();
        let _ = write!(text, "\nIt reads {}.", listed(&reads, "and"));
    }
    if let Some(as_of) = page.as_of {
        let way = if page.preflight {
            "`--skip-checks`"
        } else {
            "`unchecked!(\"…\")`"
        };
        let _ = write!(text, " It uses a table of {as_of}; {way} skips the rule.");
    }
    if page.preflight {
        text += " The deployer checks it against AWS before it changes anything.";
    }
    if page.level == Level::Warned && page.preflight {
        text += " A warning stops no deployment.";
    } else if page.level == Level::Warned {
        let _ = write!(text, " `#[allow({})]` before the key silences it.", page.id);
    }
    if let Some(source) = page.source {
        let _ = write!(text, "\nSource: {source}");
    }
    text
}

/// Lists rules, one line each.
pub(crate) fn rules_text(pages: impl Iterator<Item = Page>) -> String {
    let lines = pages.map(|page| format!("{}  {}", paint(BOLD, page.id), page.statement));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns all about a rule as JSON.
pub(crate) fn rule_json(page: &Page) -> Value {
    json!({
        "id": page.id,
        "level": match page.level {
            Level::Refused => "error",
            Level::Warned => "warning",
        },
        "statement": page.statement,
        "why": page.why,
        "wrong": page.wrong,
        "right": page.right,
        "reads": page.reads,
        "source": page.source,
        "taken": page.as_of,
        "live": page.preflight,
    })
}
