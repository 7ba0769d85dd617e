//! Why a command does not go on: what is wrong, why it matters, and what to do now.

use super::exit::Exit;
use crate::execute::StepError;
use crate::journal::JournalError;
use crate::provider::{ApiError, ApiErrorKind};
use crate::report::style::{BOLD, CYAN, RED, paint};
use crate::sandbox::SandboxError;
use std::fmt;

/// Why a command does not go on.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What is wrong, without a period: it may end in a name.
    what: String,
    /// Where in the declaration it comes from.
    place: Option<String>,
    /// Why it matters, in whole sentences.
    why: Option<String>,
    /// What to do now, in whole sentences.
    advice: Vec<String>,
    /// How the process ends.
    exit: Exit,
}

impl Refusal {
    /// Says what is wrong.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: None,
            why: None,
            advice: Vec::new(),
            exit: Exit::Failed,
        }
    }

    /// Says that the command was not understood.
    pub(super) fn usage(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            ..Self::new(what)
        }
    }

    /// Says that somebody interrupted it before anything was begun.
    #[cfg(feature = "aws")]
    pub(super) fn interrupted() -> Self {
        Self {
            exit: Exit::Interrupted,
            ..Self::new("it was interrupted")
        }
        .why("Nothing was changed.")
    }

    /// Returns how the process ends.
    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    /// Says where in the declaration it comes from.
    pub(super) fn at(mut self, place: Option<String>) -> Self {
        self.place = place;
        self
    }

    /// Says why it matters.
    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what can be done.
    pub(super) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice.push(advice.into());
        self
    }

    /// Explains a call that failed before anything was begun; `doing` says what for, as "asking AWS about the stack".
    pub(super) fn call(doing: &str, api_error: &ApiError) -> Self {
        let refusal = Self::new(format!("{doing} failed: {api_error}"));
        if api_error.kind == ApiErrorKind::Credentials {
            return refusal
                .why("AWS has no valid credentials from you. Nothing was changed.")
                .advice("Sign in: `aws sso login`, with `AWS_PROFILE` set to the profile of the account.")
                .advice("Without a profile yet: `aws configure sso`, or `aws configure` for an access key.")
                .advice("`aws sts get-caller-identity` shows who you are; this program takes the same credentials.");
        }
        let trouble = StepError::Api(api_error.clone());
        refusal
            .why(format!("{}. Nothing was changed.", sentence(trouble.meaning())))
            .advice(format!("{}.", sentence(trouble.advice())))
    }

    /// Explains why what is there could not be read.
    pub(super) fn reading(address: &str, trouble: &StepError) -> Self {
        match trouble {
            StepError::Api(api_error) => Self::call(&format!("reading {address}"), api_error),
            other => Self::trouble(&format!("reading {address}"), other),
        }
    }

    /// Explains what went wrong on the way; `doing` says with what, as "scaling the service".
    pub(super) fn trouble(doing: &str, trouble: &StepError) -> Self {
        Self::new(format!("{doing} failed: {}", trouble.what()))
            .why(format!("{}.", sentence(trouble.meaning())))
            .advice(format!("{}.", sentence(trouble.advice())))
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl From<JournalError> for Refusal {
    fn from(error: JournalError) -> Self {
        let refusal = Self::new(error.to_string());
        let moved = |place: &str| {
            let mv = if place.starts_with("s3://") { "aws s3 mv" } else { "mv" };
            format!(
                "Move it away: `{mv} {place} {place}.old`. The next command rebuilds it from what it finds, by names and tags."
            )
        };
        match &error {
            JournalError::Locked { .. } => refusal
                .why("Two deployers at once would undo each other's work.")
                .advice("Wait until it has ended, or stop it with Ctrl-C where it runs; then run the same command again."),
            JournalError::LeaseHeld { expires, .. } => refusal
                .why("Two deployers at once would undo each other's work. Nothing was changed.")
                .advice("Wait until it has ended, as `--wait` does; its holder renews the lock for as long as it works.")
                .advice(format!("Where its holder was killed, the lock runs out by itself: run the same command again after {expires}.")),
            JournalError::LockLost { .. } => refusal
                .why("Two deployers at once would undo each other's work, so that this one has stopped. What it made is looked for.")
                .advice("See who works on the stack, and run the same command again when that has ended."),
            JournalError::Api { api_error, place, .. } => Self::call(&format!("reaching the journal {place}"), api_error),
            JournalError::Corrupt { place, .. } => refusal
                .why("The journal says what this program has made. Nothing was changed.")
                .advice(moved(place)),
            JournalError::UnknownFormat { place, .. } => refusal
                .why("It is whole, so that a newer version of moodle-stack or somebody else wrote it. Nothing was changed.")
                .advice("Update moodle-stack: `cargo update -p moodle-stack`.")
                .advice(format!("Or start it anew. {}", moved(place))),
            JournalError::NewerFormat { place, .. } => refusal
                .why("A newer version of moodle-stack wrote it, and this one could misread it.")
                .advice("Update moodle-stack: `cargo update -p moodle-stack`.")
                .advice(format!("Or start it anew. {}", moved(place))),
            JournalError::WrongStack { place, .. } => refusal
                .why("Going on would change the resources of the one by the declaration of the other. Nothing was changed.")
                .advice("Keep the journals of different stacks apart: give `--dir` another folder, or put the file back to where it was.")
                .advice(format!("If nobody needs it: {}", lower(&moved(place)))),
            JournalError::Serialize(_) => refusal
                .why("Without its journal, the deployer would not know what it has made.")
                .advice("Report it with the output of this command."),
            JournalError::Io { .. } => refusal
                .why("Without its journal, the deployer would not know what it has made.")
                .advice("Give access to the folder, or make room on the disk; or choose another folder with `--dir`."),
        }
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl From<SandboxError> for Refusal {
    fn from(error: SandboxError) -> Self {
        let SandboxError::Broken { path, .. } = &error;
        Self::new(error.to_string())
            .why("The file holds the simulated AWS. Nothing real depends on it.")
            .advice(format!("Start with an empty sandbox: `rm {}`.", path.display()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", paint(RED, "error:"), paint(BOLD, &self.what))?;
        if let Some(place) = &self.place {
            write!(f, "\n  {} {place}", paint(CYAN, "-->"))?;
        }
        if let Some(why) = &self.why {
            write!(f, "\n  {why}")?;
        }
        if !self.advice.is_empty() {
            writeln!(f)?;
        }
        for advice in &self.advice {
            write!(f, "\n{} {advice}", paint(CYAN, "hint:"))?;
        }
        Ok(())
    }
}
