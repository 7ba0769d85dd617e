//! The error of a command: the problem, why it matters, and what to do now.

use super::exit::Exit;
use crate::diagnosis::{Diagnosis, diagnose};
use crate::execute::StepError;
use crate::journal::JournalError;
use crate::provider::ApiError;
use crate::report::style::{BOLD, CYAN, RED, paint};
use crate::sandbox::SandboxError;
use std::fmt;

/// The error of a command.
#[derive(Debug)]
pub(super) struct CliError {
    /// The problem, without a period, because it may end in a name.
    what: String,
    /// Its location in the declaration.
    place: Option<String>,
    /// Why it matters, in complete sentences.
    why: Option<String>,
    /// What to do now, in complete sentences.
    hints: Vec<String>,
    /// The exit code.
    exit: Exit,
}

impl CliError {
    /// Creates an error with the problem.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: None,
            why: None,
            hints: Vec::new(),
            exit: Exit::Failed,
        }
    }

    /// Creates a usage error.
    pub(super) fn usage(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::new(what)
        }
    }

    /// Creates the error that the user interrupted the command before anything was changed.
    #[cfg(feature = "aws")]
    pub(super) fn interrupted() -> Self {
        Self {
            exit: Exit::Interrupted,
            ..Self::new("it was interrupted")
        }
        .why("Nothing was changed.")
    }

    /// Returns the exit code.
    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    /// Adds its location in the declaration.
    pub(super) fn at(mut self, place: Option<String>) -> Self {
        self.place = place;
        self
    }

    /// Adds why it matters.
    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Adds what can be done.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Explains a call that failed before anything was changed. `doing` is its purpose, such as "asking AWS about the stack".
    pub(super) fn api(doing: &str, error: &ApiError) -> Self {
        let place = error.place.as_ref().and_then(|place| place.text());
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let Diagnosis { meaning, advice } = diagnose(error);
        Self::new(format!("{doing} failed: {error}{place}"))
            .why(format!("{}. Nothing was changed.", sentence(&meaning)))
            .hint(format!("{}.", sentence(&advice)))
    }

    /// Explains why a resource could not be read.
    pub(super) fn reading(address: &str, error: &StepError) -> Self {
        match error {
            StepError::Api(error) => Self::api(&format!("reading {address}"), error),
            other => Self::step(&format!("reading {address}"), other),
        }
    }

    /// Explains a failed step. `doing` is its purpose, such as "scaling the service".
    pub(super) fn step(doing: &str, error: &StepError) -> Self {
        Self::new(format!("{doing} failed: {}", error.what()))
            .why(format!("{}.", sentence(&error.meaning())))
            .hint(format!("{}.", sentence(&error.advice())))
    }
}

/// Begins a text with a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        let explained = Self::new(error.to_string());
        let move_away = |place: &str| {
            let mv = if place.starts_with("s3://") { "aws s3 mv" } else { "mv" };
            format!(
                "Move it away: `{mv} {place} {place}.old`. The next command rebuilds it from the resources that it finds by names and tags."
            )
        };
        match &error {
            JournalError::Locked { .. } => explained
                .why("Two deployers at the same time would undo each other's work.")
                .hint("Wait until it has ended, or stop it with Ctrl-C where it runs. Then run this command again."),
            JournalError::LeaseHeld { expires, .. } => explained
                .why("Two deployers at the same time would undo each other's work. Nothing was changed.")
                .hint("Wait until it has ended, as `--wait` does. Its holder renews the lock for as long as it runs.")
                .hint(format!("If its holder was killed, the lock expires on its own. Run this command again after {expires}.")),
            JournalError::LockLost { .. } => explained
                .why("Two deployers at the same time would undo each other's work, so this one has stopped. The next run looks for the resources that this run has created.")
                .hint("Find out who is working on the stack, and run this command again when they are done."),
            JournalError::Api { error, place, .. } => Self::api(&format!("reaching the journal {place}"), error),
            JournalError::Corrupt { place, .. } => explained
                .why("The journal records what this program has created. Nothing was changed.")
                .hint(move_away(place)),
            JournalError::UnknownFormat { place, .. } => explained
                .why("It is not truncated, so a newer version of moodle-stack or another program wrote it. Nothing was changed.")
                .hint("Update moodle-stack: `cargo update -p moodle-stack`.")
                .hint(format!("Or start a new one. {}", move_away(place))),
            JournalError::NewerFormat { place, .. } => explained
                .why("A newer version of moodle-stack wrote it, and this version could misread it.")
                .hint("Update moodle-stack: `cargo update -p moodle-stack`.")
                .hint(format!("Or start a new one. {}", move_away(place))),
            JournalError::WrongStack { place, .. } => explained
                .why("To continue would change the resources of one stack by the declaration of the other. Nothing was changed.")
                .hint("Keep the journals of different stacks apart: choose another folder with `--dir`, or move the file back to where it was.")
                .hint(format!("If nobody needs it, {}", lower(&move_away(place)))),
            JournalError::Serialize(_) => explained
                .why("Without its journal, the deployer would not know what it has created.")
                .hint("Report this bug with the output of this command."),
            JournalError::Io { .. } => explained
                .why("Without its journal, the deployer would not know what it has created.")
                .hint("Make the folder accessible, or free space on the disk, or choose another folder with `--dir`."),
        }
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl From<SandboxError> for CliError {
    fn from(error: SandboxError) -> Self {
        let SandboxError::Broken { path, .. } = &error;
        Self::new(error.to_string())
            .why("The file contains the simulated AWS. Nothing real depends on it.")
            .hint(format!("Start with an empty sandbox: `rm {}`.", path.display()))
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", paint(RED, "error:"), paint(BOLD, &self.what))?;
        if let Some(place) = &self.place {
            write!(f, "\n  {} {place}", paint(CYAN, "-->"))?;
        }
        if let Some(why) = &self.why {
            write!(f, "\n  {why}")?;
        }
        if !self.hints.is_empty() {
            writeln!(f)?;
        }
        for hint in &self.hints {
            write!(f, "\n{} {hint}", paint(CYAN, "hint:"))?;
        }
        Ok(())
    }
}
