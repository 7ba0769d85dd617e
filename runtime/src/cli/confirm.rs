//! Confirmation by the user, before something that costs money or deletes data.

use super::error::CliError;
use super::job::Job;
use super::session::Session;
use crate::operations::Cloud;
use std::io::{self, IsTerminal as _, Write as _};
use std::thread;
use tokio::sync::oneshot;

/// A question to the user.
pub(super) enum Confirmation<'a> {
    /// Yes or no.
    Proceed(&'a str),
    /// The stack's name, which is not typed by accident.
    Name {
        /// What would happen.
        what: &'a str,
        /// The data that would be deleted although it is not declared with `on_destroy: Delete`.
        guarded: &'a [String],
    },
}

impl Confirmation<'_> {
    /// Returns whether `--yes` is enough. Deleting data also needs its declaration, or the stack's name.
    fn accepts_yes(&self) -> bool {
        match self {
            Self::Proceed(_) => true,
            Self::Name { guarded, .. } => guarded.is_empty(),
        }
    }
}

/// Asks the user, and fails without consent. The question is skipped if `--confirm` gives the stack's name, and with `--yes`,
/// unless data would be deleted that is not declared with `on_destroy: Delete`.
async fn confirm(job: &Job<'_>, question: &Confirmation<'_>) -> Result<(), CliError> {
    let stack = job.stack.name;
    match &job.args.confirm {
        Some(name) if name == stack => return Ok(()),
        Some(name) => {
            return Err(
                CliError::usage(format!("`--confirm {name}` is not the name of the stack, {stack}"))
                    .why("Maybe you meant another stack. Nothing was changed.")
                    .hint(format!("If you mean {stack}: `{} --confirm {stack}`.", command(job))),
            );
        }
        None if job.args.yes && question.accepts_yes() => return Ok(()),
        None => {}
    }
    if !io::stdin().is_terminal() {
        return Err(unasked(job, question));
    }
    let text = match question {
        Confirmation::Proceed(what) => format!("{what} [y/N] "),
        Confirmation::Name { what, .. } => format!("{what} Type the stack's name, {stack}, to continue: "),
    };
    let mut stderr = anstream::stderr();
    // If the question cannot be shown, there is no answer.
    let asked = write!(stderr, "\n{text}").and_then(|()| stderr.flush());
    let answer = if asked.is_ok() { line().await } else { String::new() };
    let answer = answer.trim();
    let is_consent = match question {
        Confirmation::Proceed(_) => ["y", "yes"].contains(&answer.to_lowercase().as_str()),
        Confirmation::Name { .. } => answer == stack,
    };
    if is_consent {
        Ok(())
    } else {
        Err(CliError::new("you did not confirm").why("Nothing was changed."))
    }
}

impl<P: Cloud> Session<'_, P> {
    /// Asks the user, and fails without consent.
    pub(super) async fn confirm(&self, question: &Confirmation<'_>) -> Result<(), CliError> {
        confirm(self.job, question).await
    }
}

/// Reads a line from stdin on a separate thread, so that Ctrl-C is still handled.
async fn line() -> String {
    let (sender, line) = oneshot::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // Unreadable input does not confirm. The receiver may already be dropped.
        let _ = io::stdin().read_line(&mut line);
        let _ = sender.send(line);
    });
    line.await.unwrap_or_default()
}

/// Explains how to confirm in advance when stdin is not a terminal.
fn unasked(job: &Job<'_>, question: &Confirmation<'_>) -> CliError {
    let command = command(job);
    let guarded = match question {
        Confirmation::Name { guarded, .. } => *guarded,
        Confirmation::Proceed(_) => &[],
    };
    if guarded.is_empty() {
        return CliError::new("cannot ask for confirmation, because stdin is not a terminal")
            .why("The plan needs your confirmation. Nothing was changed.")
            .hint(format!("Read the plan, then confirm it in advance: `{command} --yes`."));
    }
    let what = if job.args.yes {
        "`--yes` alone does not delete data, and stdin is not a terminal to ask for confirmation"
    } else {
        "cannot ask for confirmation, because stdin is not a terminal"
    };
    CliError::new(what)
        .why(format!(
            "The declaration does not set `on_destroy: Delete` for {}. Nothing was changed.",
            guarded.join(", ")
        ))
        .hint(format!(
            "Read the plan, then confirm it with the stack's name: `{command} --confirm {}`.",
            job.stack.name
        ))
        .hint("If data may always be deleted, such as in a test stack, declare `on_destroy: Delete`. Then `--yes` is enough, and no backup is kept.")
}

/// Returns the current command, to be copied.
fn command(job: &Job<'_>) -> String {
    job.again(&job.args.command())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_is_enough_unless_it_would_delete_data_that_is_not_declared_so() {
        let guarded = ["database.instance".to_owned()];
        let name = |guarded| Confirmation::Name {
            what: "This deletes campus.",
            guarded,
        };
        assert!(Confirmation::Proceed("Deploy this?").accepts_yes());
        assert!(name(&[]).accepts_yes());
        assert!(!name(&guarded).accepts_yes());
    }
}
