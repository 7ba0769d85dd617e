//! A plan as text and as JSON, before it is carried out.

#[cfg(test)]
mod tests;

use super::change::{Change, changes, counts};
use super::diff::{diff, show};
use super::part::part;
use super::style::{BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint};
use super::{about, place};
use crate::kinds::moodle::Schema;
use crate::kinds::rds::final_snapshot;
use crate::plan::{Action, FieldChange, Plan, Reason, Step};
use crate::provider::{RESOURCE_TAG, SPEC_HASH_TAG, STACK_TAG};
use crate::resource::Kind as _;
use anstyle::Style;
use moodle_stack_model::Stack;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Writes a plan, one line per change, under the part of the architecture that it belongs to.
pub(crate) fn plan_text(plan: &Plan, stack: &Stack) -> String {
    let changes = changes(plan);
    let width = |of: &dyn Fn(&Change<'_>) -> usize| changes.iter().map(of).max().unwrap_or(0);
    let verbs = width(&|change| word(change).0.len());
    let addresses = width(&|change| change.step.address.len());
    let nouns = width(&|change| change.step.kind.noun.len());
    let mut text = String::new();
    let mut current = "";
    for change in &changes {
        let step = change.step;
        if part(&step.address) != current {
            if !current.is_empty() {
                text.push('\n');
            }
            current = part(&step.address);
            line(&mut text, &paint(BOLD, current));
        }
        let (word, style) = word(change);
        let place = place(stack, &step.key).unwrap_or_default();
        let head = format!(
            "  {}  {:addresses$}  {:nouns$}  {}",
            paint(style, format!("{word:verbs$}")),
            step.address,
            step.kind.noun,
            paint(DIM, place)
        );
        line(&mut text, head.trim_end());
        for detail in details(change, stack.name) {
            line(&mut text, &format!("      {detail}"));
        }
    }
    // Only once: after a lost journal, this is the reason for every resource.
    if changes.iter().any(is_unfinished) {
        let word = paint(CYAN, "finishes");
        line(&mut text, "");
        line(&mut text, &format!("{word}: it may not be fully configured"));
    }
    text
}

/// Returns whether a resource is only to be finished because a run may have been interrupted.
fn is_unfinished(change: &Change<'_>) -> bool {
    change.action == Action::Finish && change.step.reason == Reason::Unfinished
}

/// Sums a plan up in one line, such as `96 to create; the longest chain usually takes about 24 minutes`.
pub(crate) fn summary(plan: &Plan) -> String {
    let mut parts: Vec<String> = counts(plan)
        .into_iter()
        .map(|(action, count)| {
            let verb = match action {
                Action::Create => "to create",
                Action::Finish => "to finish",
                Action::Update => "to update in place",
                Action::Reuse => "to reuse",
                Action::Replace => "to replace",
                Action::Delete => "to delete",
                Action::Retain => "to keep",
                Action::Leave => "to leave alone",
                Action::NoOp => "unchanged",
                Action::Adopt => "to adopt",
            };
            format!("{count} {verb}")
        })
        .collect();
    if plan.unchanged > 0 {
        parts.push(format!("{} unchanged", plan.unchanged));
    }
    format!(
        "{}; the longest chain usually takes {}",
        parts.join(", "),
        about(plan.typical_seconds())
    )
}

/// Returns what happens to data: one line for each resource that holds any and is deleted or retained.
pub(crate) fn data(plan: &Plan) -> Vec<String> {
    changes(plan)
        .iter()
        .filter_map(|change| {
            let (address, noun) = (&change.step.address, change.step.kind.noun);
            let which = which(change);
            if change.loses_data() {
                let lost = format!("all data in {which} is deleted");
                Some(format!("{address} ({noun}): {}", paint(RED, lost)))
            } else if change.leaves_snapshot() {
                Some(format!(
                    "{address} ({noun}): {which} is deleted, and its data is kept in {}",
                    snapshot(change)
                ))
            } else if change.keeps_data() {
                let stays = if change.action == Action::Replace {
                    "the new one starts empty; the old one is kept"
                } else {
                    "is kept"
                };
                Some(format!(
                    "{address} ({noun}): {stays}, with its data, and costs money until you delete it yourself"
                ))
            } else if change.finds_no_data() {
                let lost = match change.step.reason {
                    Reason::BeingDeleted(_) => "AWS is deleting it, with its data, because somebody else asked for it",
                    _ => "it was deleted outside of this program, with its data",
                };
                Some(format!(
                    "{address} ({noun}): {}; the new one starts empty",
                    paint(RED, lost)
                ))
            } else {
                None
            }
        })
        .collect()
}

/// Returns whether the plan deletes data, or keeps it only in a snapshot.
pub(crate) fn deletes_data(plan: &Plan) -> bool {
    plan.steps.iter().any(Step::endangers_data)
}

/// Names the final snapshot of a database that is deleted.
fn snapshot(change: &Change<'_>) -> String {
    let Some(entry) = change.removal().prior() else {
        return "a final snapshot".into();
    };
    let id = entry.outputs.get("id").unwrap_or(&entry.name);
    let name = final_snapshot(id, &entry.token, &entry.deployment);
    format!("the final snapshot `{name}`")
}

/// Returns which of two resources at one address is deleted.
fn which(change: &Change<'_>) -> &'static str {
    match change.step.reason {
        Reason::Deposed => "the old one",
        Reason::ReplacementCancelled => "the new one",
        _ => "it",
    }
}

/// Lists the addresses whose data would be deleted although the declaration does not allow it.
pub(crate) fn guarded(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter().filter(|step| step.is_guarded());
    steps.map(|step| step.address.clone()).collect()
}

/// Returns a plan as JSON.
pub(crate) fn plan_json(plan: &Plan, stack: &Stack) -> Value {
    let changes: Vec<Value> = changes(plan)
        .iter()
        .map(|change| {
            let step = change.step;
            json!({
                "address": step.address,
                "kind": step.kind.name,
                "noun": step.kind.noun,
                "name": step.name,
                "action": change.action,
                "why": why(change),
                "fields": change.fields(),
                "deletes_data": change.loses_data(),
                "leaves_snapshot": change.leaves_snapshot(),
                "old_goes_first": change.old_first,
                "declared_at": place(stack, &step.key),
            })
        })
        .collect();
    let counts = counts(plan);
    let count = |action| counts.get(&action).copied().unwrap_or(0);
    json!({
        "changes": changes,
        "counts": {
            "create": count(Action::Create),
            "finish": count(Action::Finish),
            "update": count(Action::Update),
            "reuse": count(Action::Reuse),
            "replace": count(Action::Replace),
            "delete": count(Action::Delete),
            "keep": count(Action::Retain),
            "leave": count(Action::Leave),
            "unchanged": plan.unchanged,
        },
        "typical_seconds": plan.typical_seconds(),
    })
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

/// The first word of a change, including its risk, if there is one.
fn word(change: &Change<'_>) -> (&'static str, Style) {
    match change.action {
        Action::Replace if change.loses_data() => ("replaces, deletes data", RED),
        Action::Delete if change.loses_data() => ("deletes data", RED),
        Action::Replace => ("replaces", YELLOW),
        Action::Delete => ("deletes", YELLOW),
        Action::Create => ("creates", GREEN),
        Action::Finish => ("finishes", CYAN),
        Action::Update => ("updates in place", CYAN),
        Action::Reuse => ("reuses", CYAN),
        Action::Retain => ("keeps", CYAN),
        Action::Leave => ("leaves alone", YELLOW),
        Action::NoOp => ("unchanged", DIM),
        Action::Adopt => ("adopts", CYAN),
    }
}

/// Returns the details below a change.
fn details(change: &Change<'_>, stack: &str) -> Vec<String> {
    let mut details: Vec<String> = why(change).filter(|_| !is_unfinished(change)).into_iter().collect();
    for field in change.fields() {
        if field.is_tags() {
            let missing = field.missing_tags();
            details.push(format!(
                "tags were removed outside of this program, and are set again: {missing}"
            ));
            continue;
        }
        let note = match (field.drift, change.step.kind.replaces.contains(&field.field.as_str())) {
            (true, true) => " (changed outside of this program; cannot be changed in place)",
            (true, false) => " (changed outside of this program; will be reverted)",
            (false, true) => " (cannot be changed in place)",
            (false, false) => "",
        };
        details.extend(
            field_lines(change, field)
                .into_iter()
                .map(|line| format!("{line}{note}")),
        );
    }
    details.extend(tasks(change).map(str::to_owned));
    if let (Action::Leave, Some(entry)) = (change.action, change.step.prior()) {
        let [address, spec_hash] = [(RESOURCE_TAG, &entry.address), (SPEC_HASH_TAG, &entry.spec_hash)]
            .map(|(key, value)| format!("{key}={value}"));
        details.push(format!(
            "if this stack owns it, give it its own tags again: {STACK_TAG}={stack} {address} {spec_hash}"
        ));
    }
    let says_order = matches!(
        change.step.reason,
        Reason::DependencyReplaced(_) | Reason::BeingDeleted(_)
    );
    if change.old_first && !says_order {
        details.push("the old one is deleted first: until the new one is ready, none exists".into());
    }
    if change.loses_data() {
        details.push("all data in it is deleted".into());
    } else if change.leaves_snapshot() {
        let new = if change.action == Action::Replace {
            "the new one starts empty; "
        } else {
            ""
        };
        details.push(format!("{new}the data is kept in a final snapshot"));
    } else if change.keeps_data() && change.action == Action::Replace {
        details.push("the new one starts empty; the old one is kept, with its data".into());
    } else if change.finds_no_data() {
        details.push("its data is gone: the new one starts empty".into());
    }
    details
}

/// Returns which tasks install or upgrade Moodle's tables: their work depends on the tables that they find.
fn tasks(change: &Change<'_>) -> impl Iterator<Item = &'static str> {
    const FILES: &str = "restores the files with AWS Backup, and puts them where the site looks for them";
    let files = change.declared("bring_in").filter(|bring_in| !bring_in.is_null());
    let lines: &[&str] = match change.action {
        _ if change.step.kind.name != Schema::INFO.name => &[],
        Action::Create | Action::Replace => &["runs `install` once, which leaves an existing site as it is"],
        Action::Update | Action::Finish | Action::Reuse => &[
            "asks the new image whether an upgrade is pending, and runs it before any task of that image serves the site",
            "if it needs maintenance mode: maintenance page up, cron held, database and files copied; then upgrade; page down at the end",
        ],
        Action::NoOp | Action::Adopt | Action::Delete | Action::Retain | Action::Leave => &[],
    };
    files.map(|_| FILES).into_iter().chain(lines.iter().copied())
}

/// Writes how one field changes.
fn field_lines(change: &Change<'_>, field: &FieldChange) -> Vec<String> {
    let is_unknown = field.to.is_null()
        && change
            .declared(&field.field)
            .is_some_and(|declared| !declared.is_null());
    if !is_unknown {
        return diff(&field.field, &field.from, &field.to)
            .iter()
            .map(ToString::to_string)
            .collect();
    }
    let name = &field.field;
    // An old document next to an unknown new one would only be long.
    let is_document = field.from.is_object() || field.from.is_array();
    vec![if is_document {
        format!("{name}: (known after the deploy)")
    } else {
        format!("{name}: {} → (known after the deploy)", show(&field.from))
    }]
}

/// Returns the first line of a cause, which is its summary.
pub(super) fn first_line(cause: &str) -> &str {
    cause.lines().next().unwrap_or_default()
}

/// Returns why, unless the change itself shows it.
fn why(change: &Change<'_>) -> Option<String> {
    match &change.step.reason {
        Reason::UpToDate | Reason::Declared | Reason::Destroyed | Reason::Changed | Reason::CannotUpdate => None,
        Reason::KindOrRegionChanged => Some("it is declared as another kind of resource, or in another region".into()),
        Reason::Undeclared => Some("it is no longer declared".into()),
        Reason::Deposed => Some("an earlier run replaced it".into()),
        Reason::DeclaredAgain => Some("an interrupted run was replacing it, and it is declared again".into()),
        Reason::ReplacementCancelled => Some("it was created to replace a resource that is declared again".into()),
        Reason::DependencyReplaced(dependency) => Some(format!(
            "{dependency}, which it depends on, is replaced: the old one is deleted first"
        )),
        Reason::Missing => Some("it was deleted outside of this program".into()),
        Reason::BeingDeleted(state) => Some(format!(
            "AWS is deleting it (`{}`), because somebody outside of this program asked for it; once it is gone, a new one is created",
            first_line(state)
        )),
        Reason::NotOwned(stack) => Some(format!(
            "its tags say that it belongs to the stack `{stack}`: it is neither changed nor deleted"
        )),
        Reason::Failed(cause) => Some(format!("AWS reports that it failed: {}", first_line(cause))),
        Reason::Unfinished => Some("it may not be fully configured".into()),
    }
}
