//! How a stack is: what is declared, journaled and live, side by side.

#[cfg(test)]
mod tests;

use super::part::{part, sort};
use super::plan::short_of;
use super::style::{BOLD, GREEN, RED, YELLOW, paint};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Step};
use crate::plan::Seen;
use crate::provider::{Live, State};
use anstyle::Style;
use serde_json::{Value, json};

/// One long cause of a failure does not push the ids of all others off the screen.
const WIDEST_STATE: usize = 40;

/// How a stack is.
#[derive(Debug)]
pub(crate) struct Status {
    stack: String,
    rows: Vec<Line>,
}

/// How one resource is.
#[derive(Debug)]
struct Line {
    address: String,
    noun: String,
    id: Option<String>,
    health: Health,
    /// Whether it stays when the stack is destroyed.
    outlives: bool,
    /// More about it: AWS's cause, or the fields that drifted.
    about: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    Ready,
    UnderWay,
    Unfinished,
    Drifted,
    Failed,
    Missing,
    NotDeployed,
    Undeclared,
}

impl Health {
    fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::UnderWay => "under way",
            Self::Unfinished => "unfinished",
            Self::Drifted => "drifted",
            Self::Failed => "failed",
            Self::Missing => "missing",
            Self::NotDeployed => "not deployed",
            Self::Undeclared => "no longer declared",
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Ready => GREEN,
            Self::Failed | Self::Missing => RED,
            _ => YELLOW,
        }
    }
}

/// Compares what is declared, what the journal knows and what AWS tells.
pub(crate) fn status(graph: &Graph, journal: &Journal, seen: &Seen) -> Status {
    let mut rows: Vec<Line> = journal
        .resources
        .values()
        .map(|entry| {
            let is_declared = graph.resources.contains_key(&entry.address);
            let (health, about) = health(entry, seen.get(&entry.address), is_declared);
            row(entry, health, about)
        })
        .collect();
    rows.extend(
        journal
            .retired
            .iter()
            .map(|entry| row(entry, Health::Undeclared, "replaced, and still to be deleted".into())),
    );
    let missing = graph
        .resources
        .iter()
        .filter(|(address, _)| !journal.resources.contains_key(*address));
    rows.extend(missing.map(|(address, desired)| Line {
        address: address.clone(),
        noun: desired.kind.noun.into(),
        id: None,
        health: Health::NotDeployed,
        outlives: false,
        about: String::new(),
    }));
    sort(&mut rows, |row| &row.address);
    Status {
        stack: graph.stack.clone(),
        rows,
    }
}

fn row(entry: &Entry, health: Health, about: String) -> Line {
    Line {
        address: entry.address.clone(),
        noun: entry.kind().map_or(entry.kind.as_str(), |kind| kind.noun).into(),
        id: entry.id.clone(),
        health,
        outlives: entry.is_retained(),
        about,
    }
}

/// `seen` is what AWS says of a resource whose id is known.
fn health(entry: &Entry, seen: Option<&Option<Live>>, is_declared: bool) -> (Health, String) {
    let live = match seen {
        None => return (Health::Unfinished, "its creation was cut off".into()),
        Some(None) => return (Health::Missing, String::new()),
        Some(Some(live)) => live,
    };
    let drifted: Vec<&str> = live
        .fields
        .iter()
        .filter(|(field, value)| entry.fields.get(*field).is_some_and(|applied| applied != *value))
        .map(|(field, _)| field.as_str())
        .collect();
    match &live.state {
        State::Failed(cause) => (Health::Failed, cause.clone()),
        State::Pending(state) | State::Deleting(state) => (Health::UnderWay, state.clone()),
        State::Ready if entry.step != Step::Ready => (Health::Unfinished, cut_off(entry.step).into()),
        State::Ready if !drifted.is_empty() => (Health::Drifted, drifted.join(", ")),
        State::Ready if !is_declared => (Health::Undeclared, String::new()),
        State::Ready => (Health::Ready, String::new()),
    }
}

fn cut_off(step: Step) -> &'static str {
    match step {
        Step::Creating | Step::Configuring => "its creation was cut off",
        Step::Updating => "its change was not finished",
        Step::Deleting => "its deletion was cut off",
        Step::Ready => "",
    }
}

impl Line {
    fn state(&self) -> String {
        match short_of(&self.about) {
            "" => self.health.word().into(),
            about => format!("{}: {about}", self.health.word()),
        }
    }
}

impl Status {
    /// Tells whether every resource is there, ready and as declared.
    pub(crate) fn is_well(&self) -> bool {
        self.rows.iter().all(|row| row.health == Health::Ready)
    }

    /// Says how the stack is, in one line.
    pub(crate) fn headline(&self) -> String {
        let Self { stack, rows } = self;
        let count = |health| rows.iter().filter(|row| row.health == health).count();
        let total = rows.len();
        if self.is_well() {
            return format!("{stack} is deployed: {total} resources, all ready.");
        }
        if self.is_nothing() {
            let kept: Vec<&str> = rows
                .iter()
                .filter(|row| row.outlives)
                .map(|row| row.address.as_str())
                .collect();
            return match kept.as_slice() {
                [] => format!("{stack} is not deployed."),
                kept => format!(
                    "{stack} is not deployed. What outlives it is there: {}.",
                    kept.join(", ")
                ),
            };
        }
        let parts: Vec<String> = [
            Health::Missing,
            Health::Failed,
            Health::Drifted,
            Health::UnderWay,
            Health::Unfinished,
            Health::NotDeployed,
            Health::Undeclared,
        ]
        .into_iter()
        .filter(|health| count(*health) > 0)
        .map(|health| format!("{} {}", count(health), health.word()))
        .collect();
        format!(
            "{stack}: {} of {total} resources are ready; {}.",
            count(Health::Ready),
            parts.join(", ")
        )
    }

    /// Tells whether nothing of the stack is there, but for what stays when it is destroyed.
    pub(crate) fn is_nothing(&self) -> bool {
        self.rows
            .iter()
            .all(|row| row.health == Health::NotDeployed || row.outlives)
    }

    /// Tells how each resource is, in a table by part of the architecture.
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
                paint(row.health.style(), state)
            );
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Tells the same to programs.
    pub(crate) fn json(&self) -> Value {
        let resources: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                json!({
                    "address": row.address,
                    "noun": row.noun,
                    "id": row.id,
                    "state": row.health.word(),
                    "about": row.about,
                })
            })
            .collect();
        json!({ "stack": self.stack, "ready": self.is_well(), "resources": resources })
    }
}
