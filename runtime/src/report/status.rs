//! The status of a stack: the declaration, the journal and the live state, side by side.

#[cfg(test)]
mod tests;

use super::diff::diff;
use super::part::{part, sort};
use super::plan::first_line;
use super::style::{BOLD, GREEN, RED, YELLOW, paint};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::{FieldChange, ObservedState, changes};
use crate::provider::{Live, Owner, State};
use crate::spec::Desired;
use anstyle::Style;
use serde_json::{Value, json};

/// The maximum width of the column of states: one long cause must not push the IDs of all other rows off the screen.
const WIDEST_STATE: usize = 40;

/// The status of a stack.
#[derive(Debug)]
pub(crate) struct Status {
    stack: String,
    rows: Vec<Line>,
}

/// The row of one resource.
#[derive(Debug)]
struct Line {
    address: String,
    noun: String,
    id: Option<String>,
    status: ResourceStatus,
    /// Whether it is retained when the stack is destroyed.
    is_retained: bool,
    /// More about its status: AWS's cause, or the fields that differ.
    about: String,
    /// The lines about it below the table: how fields differ, or the rest of AWS's cause.
    notes: Vec<String>,
}

/// The status of one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResourceStatus {
    Ready,
    UnderWay,
    Unfinished,
    Drifted,
    Outdated,
    Failed,
    NotOwned,
    Missing,
    BeingDeleted,
    NotDeployed,
    Undeclared,
}

impl ResourceStatus {
    fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::UnderWay => "under way",
            Self::Unfinished => "unfinished",
            Self::Drifted => "drifted",
            Self::Outdated => "declared otherwise",
            Self::Failed => "failed",
            Self::NotOwned => "another's",
            Self::Missing => "missing",
            Self::BeingDeleted => "being deleted",
            Self::NotDeployed => "not deployed",
            Self::Undeclared => "no longer declared",
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Ready => GREEN,
            Self::Failed | Self::Missing | Self::BeingDeleted => RED,
            _ => YELLOW,
        }
    }
}

/// Compares the declaration, the journal and the state that AWS reports.
pub(crate) fn status(graph: &Graph, journal: &Journal, observed: &ObservedState) -> Status {
    let mut rows: Vec<Line> = journal
        .resources
        .values()
        .map(|entry| {
            let desired = graph.resources.get(&entry.address);
            let verdict = verdict(entry, observed.resources.get(&entry.address), desired, journal);
            row(entry, verdict)
        })
        .collect();
    rows.extend(journal.deposed.iter().map(|entry| {
        let about = "replaced, and still to be deleted";
        row(entry, Verdict::new(ResourceStatus::Undeclared, about))
    }));
    let missing = graph
        .resources
        .iter()
        .filter(|(address, _)| !journal.resources.contains_key(*address));
    rows.extend(missing.map(|(address, desired)| Line {
        address: address.clone(),
        noun: desired.kind.noun.into(),
        id: None,
        status: ResourceStatus::NotDeployed,
        is_retained: false,
        about: String::new(),
        notes: Vec::new(),
    }));
    sort(&mut rows, |row| &row.address);
    Status {
        stack: graph.stack.clone(),
        rows,
    }
}

fn row(entry: &Entry, verdict: Verdict) -> Line {
    Line {
        address: entry.address.clone(),
        noun: entry.kind().map_or(entry.kind.as_str(), |kind| kind.noun).into(),
        id: entry.id.clone(),
        status: verdict.status,
        is_retained: entry.is_retained(),
        about: verdict.about,
        notes: verdict.notes,
    }
}

/// The status of one resource, with details.
struct Verdict {
    status: ResourceStatus,
    about: String,
    notes: Vec<String>,
}

impl Verdict {
    fn new(status: ResourceStatus, about: impl Into<String>) -> Self {
        Self {
            status,
            about: about.into(),
            notes: Vec::new(),
        }
    }

    /// Names the fields that differ in the row, and shows how they differ below the table.
    fn of_fields(status: ResourceStatus, changes: &[&FieldChange]) -> Self {
        let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
        let removed = changes.iter().filter(|change| change.is_tags());
        let removed = removed.map(|change| format!("tags were removed: {}", change.missing_tags()));
        let others = changes.iter().filter(|change| !change.is_tags());
        let notes = others.flat_map(|change| match status {
            // From the old value to the current one, and not to the value that a deployment would set.
            ResourceStatus::Drifted => diff(&change.field, &change.to, &change.from),
            _ => diff(&change.field, &change.from, &change.to),
        });
        Self {
            notes: removed.chain(notes.map(|difference| difference.to_string())).collect(),
            ..Self::new(status, fields.join(", "))
        }
    }
}

/// Judges one resource; `observed` is its observed state, if its id is known.
fn verdict(entry: &Entry, observed: Option<&Option<Live>>, desired: Option<&Desired>, journal: &Journal) -> Verdict {
    let live = match observed {
        None => return Verdict::new(ResourceStatus::Unfinished, "its creation was interrupted"),
        Some(None) => return Verdict::new(ResourceStatus::Missing, ""),
        Some(Some(live)) => live,
    };
    let known = |address: &str, output: &str| journal.output(address, output);
    let changes = desired.map_or_else(Vec::new, |desired| changes(desired, entry, Some(live), &known));
    let (drifted, declared): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.drift);
    if let Owner::Other(stack) = &live.owner {
        let about = format!("its tags say that it belongs to the stack `{stack}`");
        return Verdict::new(ResourceStatus::NotOwned, about);
    }
    match &live.state {
        State::Failed(cause) => Verdict {
            notes: cause.lines().map(str::to_owned).collect(),
            ..Verdict::new(ResourceStatus::Failed, first_line(cause))
        },
        State::Deleting(state) if entry.phase != Phase::Deleting => being_deleted(entry, state),
        State::Pending(state) | State::Deleting(state) => Verdict::new(ResourceStatus::UnderWay, state.as_str()),
        // The fields that AWS reports otherwise; after a lost journal, all others are recorded as declared.
        State::Ready if entry.phase == Phase::Configuring => Verdict::of_fields(ResourceStatus::Unfinished, &drifted),
        State::Ready if entry.phase != Phase::Ready => {
            Verdict::new(ResourceStatus::Unfinished, interrupted(entry.phase))
        }
        State::Ready if !drifted.is_empty() => Verdict::of_fields(ResourceStatus::Drifted, &drifted),
        State::Ready if desired.is_none() => Verdict::new(ResourceStatus::Undeclared, ""),
        State::Ready if !declared.is_empty() => Verdict::of_fields(ResourceStatus::Outdated, &declared),
        State::Ready => Verdict::new(ResourceStatus::Ready, ""),
    }
}

/// Judges a resource that somebody else is deleting.
fn being_deleted(entry: &Entry, state: &str) -> Verdict {
    let holds_data = entry.kind().is_some_and(|kind| kind.holds_data);
    let (data, new) = if holds_data {
        (", with its data", "a new one, which starts empty")
    } else {
        ("", "a new one")
    };
    let note = format!(
        "AWS is deleting it{data}, because somebody outside of this program asked for it; once it is gone, a deployment creates \
         {new}"
    );
    Verdict {
        notes: vec![note],
        ..Verdict::new(ResourceStatus::BeingDeleted, first_line(state))
    }
}

fn interrupted(phase: Phase) -> &'static str {
    match phase {
        Phase::Creating => "its creation was interrupted",
        Phase::Updating => "its change was not finished",
        Phase::Deleting => "its deletion was interrupted",
        Phase::Configuring | Phase::Ready => "",
    }
}

impl Line {
    fn state(&self) -> String {
        match self.about.as_str() {
            "" => self.status.word().into(),
            about => format!("{}: {about}", self.status.word()),
        }
    }
}

impl Status {
    /// Returns whether every resource exists, is ready and is as declared.
    pub(crate) fn is_well(&self) -> bool {
        self.rows.iter().all(|row| row.status == ResourceStatus::Ready)
    }

    /// Returns the status of the stack in one line.
    pub(crate) fn headline(&self) -> String {
        let Self { stack, rows } = self;
        let count = |status| rows.iter().filter(|row| row.status == status).count();
        let total = rows.len();
        if self.is_well() {
            return format!("{stack} is deployed: {total} resources, all ready.");
        }
        if self.is_nothing() {
            let kept: Vec<&str> = rows
                .iter()
                .filter(|row| row.is_retained)
                .map(|row| row.address.as_str())
                .collect();
            return match kept.as_slice() {
                [] => format!("{stack} is not deployed."),
                kept => format!(
                    "{stack} is not deployed. Its retained resources exist: {}.",
                    kept.join(", ")
                ),
            };
        }
        let parts: Vec<String> = [
            ResourceStatus::Missing,
            ResourceStatus::BeingDeleted,
            ResourceStatus::Failed,
            ResourceStatus::NotOwned,
            ResourceStatus::Drifted,
            ResourceStatus::Outdated,
            ResourceStatus::UnderWay,
            ResourceStatus::Unfinished,
            ResourceStatus::NotDeployed,
            ResourceStatus::Undeclared,
        ]
        .into_iter()
        .filter(|status| count(*status) > 0)
        .map(|status| format!("{} {}", count(status), status.word()))
        .collect();
        format!(
            "{stack}: {} of {total} resources are ready; {}.",
            count(ResourceStatus::Ready),
            parts.join(", ")
        )
    }

    /// Returns whether nothing of the stack exists, except what is retained when it is destroyed.
    pub(crate) fn is_nothing(&self) -> bool {
        self.rows
            .iter()
            .all(|row| row.status == ResourceStatus::NotDeployed || row.is_retained)
    }

    /// Returns the status of each resource, in a table by part of the architecture.
    pub(crate) fn table(&self) -> String {
        let width = |of: &dyn Fn(&Line) -> usize| self.rows.iter().map(of).max().unwrap_or(0);
        let addresses = width(&|row| row.address.len());
        let nouns = width(&|row| row.noun.len());
        let states = width(&|row| row.state().chars().count().min(WIDEST_STATE));
        let mut text = String::new();
        let mut current = "";
        for row in &self.rows {
            if part(&row.address) != current {
                if !current.is_empty() {
                    text.push('\n');
                }
                current = part(&row.address);
                text.push_str(&paint(BOLD, current));
                text.push('\n');
            }
            let id = row.id.as_deref().unwrap_or_default();
            let states = if id.is_empty() { 0 } else { states };
            let state = format!("{:states$}", row.state());
            let line = format!(
                "  {:addresses$}  {:nouns$}  {}  {id}",
                row.address,
                row.noun,
                paint(row.status.style(), state)
            );
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Returns what belongs below the table, because the rows have no room for it.
    pub(crate) fn notes(&self) -> String {
        let groups = [
            (ResourceStatus::BeingDeleted, "Being deleted"),
            (ResourceStatus::Failed, "Failed"),
            (ResourceStatus::Drifted, "Changed outside of this program"),
            (ResourceStatus::Outdated, "Declared otherwise, and not deployed"),
            (ResourceStatus::Unfinished, "Not fully configured, or changed since"),
        ];
        let mut lines = Vec::new();
        for (status, heading) in groups {
            let rows = self.rows.iter().filter(|row| row.status == status);
            // An unfinished resource may have no notes, and after a lost journal there are many of them.
            let mut rows = rows
                .filter(|row| status != ResourceStatus::Unfinished || !row.notes.is_empty())
                .peekable();
            if rows.peek().is_some() {
                lines.extend([String::new(), paint(BOLD, heading)]);
            }
            for row in rows {
                lines.push(format!("  {}", row.address));
                lines.extend(row.notes.iter().map(|note| format!("      {note}")));
            }
        }
        let is_unfinished = |row: &Line| row.status == ResourceStatus::Unfinished && row.about.is_empty();
        if self.rows.iter().any(is_unfinished) {
            let word = paint(ResourceStatus::Unfinished.style(), ResourceStatus::Unfinished.word());
            lines.push(String::new());
            lines.push(format!(
                "{word}: it may not be fully configured; a deployment configures all of it again"
            ));
        }
        lines.into_iter().map(|line| line + "\n").collect()
    }

    /// Returns the same as JSON.
    pub(crate) fn json(&self) -> Value {
        let resources: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                json!({
                    "address": row.address,
                    "noun": row.noun,
                    "id": row.id,
                    "state": row.status.word(),
                    "about": row.about,
                    "notes": row.notes,
                })
            })
            .collect();
        json!({ "stack": self.stack, "ready": self.is_well(), "resources": resources })
    }
}
